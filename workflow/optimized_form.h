// SPDX-License-Identifier: Apache-2.0
// A form of a trained network that becomes a file: quantized, written as .tflite, read back,
// tested.
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/quant/dead_channels.h"
#include "core/quant/post_training.h"
#include "workflow/judge.h"
#include "workflow/task.h"

namespace tadpole {

struct OptimizedForm {
  std::string name;  // "float", "int8", ...
  Path file;
  Bytes bytes;
  Judgement judgement;
};

// Features evenly over the training examples, so that every class and speaker has its turn. values:
// of one run of the model; one that streams is given the rows of an example one after the other.
Result<std::vector<std::vector<float>>> calibration_samples(const Examples& examples, int count,
                                                            std::size_t values);

// What is to be quantized, and by whose recipe.
struct QuantizeWork {
  const Graph& graph;
  const Recipe& recipe;
  const Examples& examples;
  KernelScale scale = KernelScale::per_channel;
};

// A network's quantized form.
struct QuantizedForm {
  Graph graph;
  std::vector<LayerError> layers;
  ChannelRemoval removal;  // without its graph
};

// By the recipe's [optimize]; dead channels are taken out of int8. Fails as
// quantize_post_training() does.
Result<QuantizedForm> quantized(const QuantizeWork& of, QuantizationScheme scheme,
                                Progress& progress);

// What a model's file says of itself. threshold: as it was tested, see ModelNotes; 0 before that.
TfliteMetadata notes_of(const Examples& examples, const Project& project, double threshold = 0.0);

// Written to form.file, read back from the disk, and run on the test examples: what is measured is
// the file. The threshold that was found goes into its notes. "int8" is given the task's further
// tests too.
Outcome measure(OptimizedForm& form, const Graph& graph, const Project& project,
                const Examples& examples, Progress& progress);

nlohmann::json form_json(const OptimizedForm& form, const Graph& graph);

// Seconds of one run on this computer: the fastest of several.
Result<double> seconds_per_run(const Bytes& model);

// The file under zlib; null where there is no zlib.
nlohmann::json packed_bytes(const Bytes& bytes);

}  // namespace tadpole
