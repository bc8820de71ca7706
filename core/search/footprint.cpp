// SPDX-License-Identifier: Apache-2.0
#include "core/search/footprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/compile/compiler.h"
#include "core/graph/cost.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

struct Bound {
  std::int64_t found, limit;
  const char* what;
};

std::array<Bound, 3> bounds(const Footprint& f, const BoardLimits& l) {
  return {{{f.ram_bytes, l.ram_bytes, "bytes of RAM"},
           {f.flash_bytes, l.flash_bytes, "bytes of flash"},
           {f.instructions, l.instructions, "instructions"}}};
}

// Instructions for each multiply-accumulate and for each output, and of a whole run. With
// convolutions: least squares over 32 points of conv_space() at 49x40, counted on the virtual board
// (tadpole search --measure --strategy random --seed 2): the error's root mean square is 7.5 %, the
// worst 21 %; of 17 others (--seed 1) 6.2 % and 14 %. Of dense layers alone: solved from nine
// networks that tadpole deploy counted (8 to 128 units in one to four layers, all three activations
// of dense_space(), two classes or a number); the worst error is 6 %.
struct Price {
  double per_mac, per_output;
};
constexpr double kOfConvolutions = 117000.0, kOfDenseLayers = 200.0;

Price price_of(int builtin) {
  switch (builtin) {
    case lowered::kConv2d:
      return {0.93, 13.5};
    case lowered::kDepthwiseConv2d:
      return {4.61, 0.0};
    case lowered::kFullyConnected:
      return {1.48, 20.0};
    case lowered::kSoftmax:
      return {0.0, 350.0};
    case lowered::kTanh:
      return {0.0, 360.0};
    case lowered::kHardSwish:
      return {0.0, 75.0};
    default:  // pools and means: additions
      return {8.72, 1.4};
  }
}

double price_of_a_run(const Graph& graph) {
  const bool convolves = std::any_of(graph.ops.begin(), graph.ops.end(), [](const GraphOp& op) {
    return op.builtin == lowered::kConv2d || op.builtin == lowered::kDepthwiseConv2d;
  });
  return convolves ? kOfConvolutions : kOfDenseLayers;
}

}  // namespace

double excess(const Footprint& footprint, const BoardLimits& limits) {
  double most = -1.0;
  for (const Bound& b : bounds(footprint, limits))
    if (b.limit > 0)
      most = std::max(most, static_cast<double>(b.found - b.limit) / static_cast<double>(b.limit));
  return most;
}

std::string refusal(const Footprint& footprint, const BoardLimits& limits) {
  std::vector<std::string> parts;
  for (const Bound& b : bounds(footprint, limits))
    if (b.limit > 0 && b.found > b.limit)
      parts.push_back(fmt::format("takes {} {} and {} are allowed", b.found, b.what, b.limit));
  return join(parts, "; ");
}

Result<CompiledCandidate> compile_candidate(const ModelSpec& spec,
                                            std::span<const std::vector<float>> samples,
                                            const PostTrainingOptions& options) {
  Model model = TADPOLE_TRY(Model::create(spec));
  TADPOLE_TRY(model.runs_on_device());
  model.initialize(1);
  SilentProgress silent;
  QuantizedModel quantized =
      TADPOLE_TRY(quantize_post_training(model.lower(), samples, options, silent));
  const CompiledModel compiled = TADPOLE_TRY(compile(quantized.graph, {}));
  CompiledCandidate made;
  made.footprint = {.ram_bytes = static_cast<std::int64_t>(compiled.plan.arena_bytes),
                    .flash_bytes = static_cast<std::int64_t>(compiled.constant_bytes),
                    .instructions = estimated_instructions(quantized.graph),
                    .macs = model.macs(),
                    .parameters = static_cast<std::int64_t>(model.parameters().size())};
  made.graph = std::move(quantized.graph);
  return made;
}

std::int64_t estimated_instructions(const Graph& graph) {
  double sum = price_of_a_run(graph);
  for (const GraphOp& op : graph.ops) {
    if (op.builtin == lowered::kReshape) continue;
    const Price price = price_of(op.builtin);
    const auto outputs = graph.tensors[static_cast<std::size_t>(op.outputs[0])].elements();
    sum += price.per_mac * static_cast<double>(op_macs(graph, op)) +
           price.per_output * static_cast<double>(outputs);
  }
  return std::llround(sum);
}

}  // namespace tadpole
