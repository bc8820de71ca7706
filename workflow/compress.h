// SPDX-License-Identifier: Apache-2.0
// What the optimize stage does to a trained network before it becomes int8: takes channels and
// weights away, makes weights alike, trains it for int8; after each of them it is trained on.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/nn/model.h"
#include "core/quant/post_training.h"
#include "workflow/project.h"
#include "workflow/task.h"

namespace tadpole {

// The network after one of the steps.
struct CompressedModel {
  std::string name;  // "narrow", "pruned", "clustered", "quantization_aware", "distilled"
  Model model;
  KernelScale kernel_scale = KernelScale::per_channel;
  double sparsity = 0.0;    // share of zeros in its kernels
  int distinct_values = 0;  // most different weights in one of its kernels
};

// Whether the recipe asks for any of it.
bool compresses(const OptimizeOptions& options);
struct CompressRequest {
  const Project& project;
  const Examples& examples;
  const OptimizeOptions& options;
  const Model& trained;
  // Features that show the range of the input, where the task does not fix it.
  std::span<const std::vector<float>> samples = {};
  Path folder = {};  // where checkpoints lie
};
// The steps that the options ask for, in their order, each on what the one before gave. Trains with
// the recipe's [train] for tune_epochs: at the whole rate where weights or channels were taken out,
// at 0.3 of it for clusters, at 0.1 for the rest; a run that was stopped goes on. Fails on options
// that do not go together, a teacher that does not fit, and as training does; cancelled when the
// user stops.
Result<std::vector<CompressedModel>> compress(const CompressRequest& request, Progress& progress);

}  // namespace tadpole
