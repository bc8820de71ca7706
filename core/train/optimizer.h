// SPDX-License-Identifier: Apache-2.0
// From gradients to new parameters: one fused loop over contiguous arrays.
// Sources: SGD with momentum as in PyTorch (Sutskever et al. 2013); Adam: Kingma and Ba 2015; decoupled weight decay:
// Loshchilov and Hutter 2019.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct OptimizerOptions {
  std::string kind = "adam";  // adam | sgd
  double momentum = 0.9;      // sgd
  bool nesterov = false;      // sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  // adam
  double weight_decay = 0.0;
  bool decoupled = true;      // adam: decay the parameters themselves (AdamW), else the gradient
};

class Optimizer {
 public:
  // decay_mask: [parameters], 1 where weight decay applies. The span must outlive the optimizer.
  static Result<Optimizer> create(const OptimizerOptions& options, std::span<const float> decay_mask);
  // One step. Expects spans of the mask's size.
  void step(double learning_rate, std::span<const float> gradients, std::span<float> parameters);
  // For checkpoints.
  std::vector<float>& moments() { return moments_; }
  std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps) { steps_ = steps; }

 private:
  Optimizer(const OptimizerOptions& options, std::span<const float> mask);
  OptimizerOptions options_;
  std::span<const float> mask_;
  std::vector<float> moments_;  // sgd: velocity; adam: first moments, then second
  std::int64_t steps_ = 0;
};

}  // namespace tadpole
