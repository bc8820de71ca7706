// SPDX-License-Identifier: Apache-2.0
// Magnitude pruning: while a network trains, more and more of its smallest weights become zero and
// stay zero. Source: Zhu, Gupta: To prune, or not to prune, arXiv:1710.01878, 2017.
#pragma once
#include <vector>

#include "core/compress/weight_kernels.h"
#include "core/train/weight_rule.h"

namespace tadpole {

// polynomial: s(t) = final + (initial - final) (1 - (t - begin) / (end - begin))^power.
// constant: final from begin on.
enum class PruningCurve : std::uint8_t { polynomial, constant };
// per_layer: every kernel loses the same share. global: the smallest of all kernels go, so that a
// layer of large weights keeps more.
enum class PruningScope : std::uint8_t { per_layer, global };

struct PruningOptions {
  PruningCurve curve = PruningCurve::polynomial;
  PruningScope scope = PruningScope::per_layer;
  double initial_sparsity = 0.0, final_sparsity = 0.5;  // shares of zeros, 0 to below 1
  double power = 3.0;
  std::int64_t begin_step = 0, end_step = 1000;  // of training
  std::int64_t every = 10;                       // steps between two choices of what goes
};

// The share of zeros that is asked for before a step; 0 before begin_step.
double sparsity_at(const PruningOptions& options, std::int64_t step);

// Sets the smallest `sparsity` of values to zero, at least as many as were zero; among equal ones
// the first. Cost: a sort.
void prune_smallest(std::span<float> values, double sparsity);

class PruningRule final : public WeightRule {
 public:
  // Fails on shares outside [0, 1), an end before the beginning, every < 1, and for a model without
  // kernels.
  static Result<PruningRule> create(const Model& model, const PruningOptions& options);
  // Zeros that the model has stay zeros, and nothing more is asked: for training after pruning.
  static PruningRule keeping(const Model& model);

  std::string text() const override;
  void apply(std::int64_t step, const RuledWeights& weights) override;
  void pull_back(std::span<float> gradients) const override;
  void hold(std::span<float> trained) const override;
  bool complete(std::int64_t step) const override { return step >= options_.end_step; }

 private:
  PruningRule(std::vector<WeightKernel> kernels, const PruningOptions& options);
  void choose(double sparsity, std::span<float> trained) const;
  void remember(std::span<const float> trained);
  template <typename F>
  void each_pruned(const F& f) const;

  std::vector<WeightKernel> kernels_;
  PruningOptions options_;
  bool started_ = false;
  std::vector<std::vector<bool>> pruned_;  // by kernel; follows from the zeros of what is trained
};

}  // namespace tadpole
