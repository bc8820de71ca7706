// SPDX-License-Identifier: Apache-2.0
// What a network would take of a board, before it is trained: it is built with drawn weights,
// quantized and compiled. Kernels are chosen by the weights too, so that a trained network may
// differ a little; the deploy stage has the last word.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/nn/model.h"
#include "core/quant/post_training.h"

namespace tadpole {

struct Footprint {
  std::int64_t ram_bytes = 0;     // the arena
  std::int64_t flash_bytes = 0;   // constants; the code around them comes on top
  std::int64_t instructions = 0;  // of one inference on a Cortex-M4
  bool measured = false;          // instructions: counted on a board, not estimated
  std::int64_t macs = 0, parameters = 0;
};

// What the board leaves for the model; 0: no limit.
struct BoardLimits {
  std::int64_t ram_bytes = 0, flash_bytes = 0, instructions = 0;
};

// By how much the footprint is over the limits: the largest of (found - limit) / limit; 0 or less:
// it fits.
double excess(const Footprint& footprint, const BoardLimits& limits);
// "takes 70000 bytes of RAM and 65536 are allowed; ..."; "" for what fits.
std::string refusal(const Footprint& footprint, const BoardLimits& limits);

struct CompiledCandidate {
  Footprint footprint;
  Graph graph;  // int8, with drawn weights: for a board that measures
};

// samples: a few inputs of training. Fails as Model::create(), runs_on_device(),
// quantize_post_training() and compile() do.
Result<CompiledCandidate> compile_candidate(const ModelSpec& spec,
                                            std::span<const std::vector<float>> samples,
                                            const PostTrainingOptions& options);

// Instructions of one inference of an int8 graph by the kernels of core/compile for Cortex-M4, from
// its shapes: a sum over multiply-accumulates and outputs. Within about a fifth for networks of
// convolutions or of dense layers (footprint.cpp says how that was measured); an order of magnitude
// for others.
std::int64_t estimated_instructions(const Graph& graph);

}  // namespace tadpole
