// SPDX-License-Identifier: Apache-2.0
#include "core/compress/pruning.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tadpole {

double sparsity_at(const PruningOptions& o, std::int64_t step) {
  if (step < o.begin_step) return 0.0;
  if (o.curve == PruningCurve::constant || step >= o.end_step) return o.final_sparsity;
  const double done = static_cast<double>(step - o.begin_step) /
                      static_cast<double>(std::max<std::int64_t>(o.end_step - o.begin_step, 1));
  return o.final_sparsity + (o.initial_sparsity - o.final_sparsity) * std::pow(1.0 - done, o.power);
}

void prune_smallest(std::span<float> values, double sparsity) {
  const auto count =
      static_cast<std::size_t>(std::llround(sparsity * static_cast<double>(values.size())));
  if (count == 0) return;
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto smaller = [&](std::size_t a, std::size_t b) {
    const float x = std::fabs(values[a]), y = std::fabs(values[b]);
    return x < y || (x == y && a < b);
  };
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count - 1),
                   order.end(), smaller);
  for (std::size_t i = 0; i < count; ++i) values[order[i]] = 0.0F;
}

PruningRule::PruningRule(std::vector<WeightKernel> kernels, const PruningOptions& options)
    : kernels_(std::move(kernels)), options_(options) {}

Result<PruningRule> PruningRule::create(const Model& model, const PruningOptions& o) {
  const auto share = [](double s) { return s >= 0.0 && s < 1.0; };
  if (!share(o.initial_sparsity) || !share(o.final_sparsity)) {
    return wrong_use(fmt::format(
        "the sparsity goes from {} to {}; expected shares of zeros from 0 to below 1, like 0.8",
        o.initial_sparsity, o.final_sparsity));
  }
  if (o.end_step < o.begin_step || o.begin_step < 0 || o.every < 1) {
    return wrong_use(
        fmt::format("pruning goes from step {} to {}, every {} steps; expected an end that is not "
                    "before the beginning, and at least 1 step",
                    o.begin_step, o.end_step, o.every));
  }
  std::vector<WeightKernel> kernels = weight_kernels(model);
  if (kernels.empty()) {
    return wrong_use(
        "the network has no kernel of a convolution or dense layer that trains; there is nothing "
        "to prune");
  }
  return PruningRule(std::move(kernels), o);
}

PruningRule PruningRule::keeping(const Model& model) {
  PruningRule rule(weight_kernels(model), {.final_sparsity = 0.0, .end_step = 0});
  rule.remember(model.parameters());
  rule.started_ = true;
  return rule;
}

std::string PruningRule::text() const {
  const PruningOptions& o = options_;
  return fmt::format("prune {} {} {} {} {} {} {} {}", static_cast<int>(o.curve),
                     static_cast<int>(o.scope), o.initial_sparsity, o.final_sparsity, o.power,
                     o.begin_step, o.end_step, o.every);
}

void PruningRule::remember(std::span<const float> trained) {
  pruned_.clear();
  for (const WeightKernel& k : kernels_) {
    std::vector<bool> zero(k.count);
    for (std::size_t i = 0; i < k.count; ++i) zero[i] = trained[k.first + i] == 0.0F;
    pruned_.push_back(std::move(zero));
  }
}

void PruningRule::choose(double sparsity, std::span<float> trained) const {
  if (options_.scope == PruningScope::per_layer) {
    for (const WeightKernel& k : kernels_)
      prune_smallest(trained.subspan(k.first, k.count), sparsity);
    return;
  }
  std::vector<float> all;
  for (const WeightKernel& k : kernels_) {
    const auto values = trained.subspan(k.first, k.count);
    all.insert(all.end(), values.begin(), values.end());
  }
  prune_smallest(all, sparsity);
  auto from = all.begin();
  for (const WeightKernel& k : kernels_) {
    std::copy_n(from, k.count, trained.begin() + static_cast<std::ptrdiff_t>(k.first));
    from += static_cast<std::ptrdiff_t>(k.count);
  }
}

void PruningRule::apply(std::int64_t step, const RuledWeights& weights) {
  const bool asked = options_.final_sparsity > 0.0 && step >= options_.begin_step;
  const bool due =
      asked && step <= options_.end_step &&
      ((step - options_.begin_step) % options_.every == 0 || step == options_.end_step);
  if (due) choose(sparsity_at(options_, step), weights.trained);
  if (due || (asked && !started_)) {
    remember(weights.trained);
    started_ = true;
  }
  std::copy(weights.trained.begin(), weights.trained.end(), weights.used.begin());
}

template <typename F>
void PruningRule::each_pruned(const F& f) const {
  for (std::size_t k = 0; k < pruned_.size(); ++k) {
    for (std::size_t i = 0; i < pruned_[k].size(); ++i)
      if (pruned_[k][i]) f(kernels_[k].first + i);
  }
}

void PruningRule::pull_back(std::span<float> gradients) const {
  each_pruned([&](std::size_t i) { gradients[i] = 0.0F; });
}

void PruningRule::hold(std::span<float> trained) const {
  each_pruned([&](std::size_t i) { trained[i] = 0.0F; });
}

}  // namespace tadpole
