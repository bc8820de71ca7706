// SPDX-License-Identifier: Apache-2.0
// Several rules at once, in the order they are given: prune, then cluster, then round.
#pragma once
#include <memory>
#include <vector>

#include "core/train/weight_rule.h"

namespace tadpole {

class RuleChain final : public WeightRule {
 public:
  void add(std::unique_ptr<WeightRule> rule) { rules_.push_back(std::move(rule)); }
  bool empty() const { return rules_.empty(); }

  std::string text() const override {
    std::string all;
    for (const auto& rule : rules_) all += rule->text() + "; ";
    return all;
  }
  void apply(std::int64_t step, const RuledWeights& weights) override {
    for (const auto& rule : rules_) rule->apply(step, weights);
  }
  void pull_back(std::span<float> gradients) const override {
    for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) (*rule)->pull_back(gradients);
  }
  void hold(std::span<float> trained) const override {
    for (const auto& rule : rules_) rule->hold(trained);
  }
  bool complete(std::int64_t step) const override {
    for (const auto& rule : rules_)
      if (!rule->complete(step)) return false;
    return true;
  }

 private:
  std::vector<std::unique_ptr<WeightRule>> rules_;
};

}  // namespace tadpole
