// SPDX-License-Identifier: Apache-2.0
// From gradients to new parameters: one fused loop over contiguous arrays.
// Sources: SGD with momentum and Nesterov as in PyTorch (Sutskever et al. 2013); Adam: Kingma and
// Ba 2015; RMSprop: Hinton, Coursera lecture 6e, 2012, as in PyTorch; decoupled weight decay:
// Loshchilov and Hutter 2019; clipping by the norm: Pascanu et al. 2013.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct OptimizerOptions {
  std::string kind = "adam";                          // adam | sgd | rmsprop
  double momentum = 0.9;                              // sgd
  bool nesterov = false;                              // sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  // adam; rmsprop: epsilon
  double rms_decay = 0.9, rms_momentum = 0.0;         // rmsprop
  double weight_decay = 0.0;
  bool decoupled = true;   // adam: decay the parameters themselves (AdamW), else the gradient
  double clip_norm = 0.0;  // gradients whose norm is larger are scaled down to it; 0: never
};

class Optimizer {
 public:
  // decay_mask: [parameters], 1 where weight decay applies. The span must outlive the optimizer.
  // Fails for a kind that there is not and for numbers out of range.
  static Result<Optimizer> create(const OptimizerOptions& options,
                                  std::span<const float> decay_mask);
  // One step. Expects spans of the mask's size.
  void step(double learning_rate, std::span<const float> gradients, std::span<float> parameters);

  // For checkpoints. sgd: velocity; adam: first moments, then second; rmsprop: means of squares,
  // then velocity.
  std::vector<float>& moments() { return moments_; }
  const std::vector<float>& moments() const { return moments_; }
  std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps) { steps_ = steps; }

 private:
  Optimizer(const OptimizerOptions& options, std::span<const float> mask);
  // What the gradients are multiplied by so that their norm is at most clip_norm.
  float clip_factor(std::span<const float> gradients) const;
  void sgd(float rate, float clip, std::span<const float> gradients, std::span<float> parameters);
  void rmsprop(float rate, float clip, std::span<const float> gradients,
               std::span<float> parameters);
  void adam(double rate, float clip, std::span<const float> gradients, std::span<float> parameters);

  OptimizerOptions options_;
  std::span<const float> mask_;
  std::vector<float> moments_;
  std::int64_t steps_ = 0;
};

}  // namespace tadpole
