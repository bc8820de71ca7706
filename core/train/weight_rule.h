// SPDX-License-Identifier: Apache-2.0
// A rule that weights obey while they are trained: pruned ones stay zero, clustered ones stay
// equal, quantized ones are rounded before the network computes with them. What is trained and what
// the network uses are then two arrays. The rules are in core/compress.
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace tadpole {

// Everything that a rule sees. All spans but state have the layout of Model::parameters().
struct RuledWeights {
  std::span<float> trained;  // what the optimizer moves
  std::span<float> used;     // what the network computes with
  std::span<float> state;    // of the model
};

class WeightRule {
 public:
  virtual ~WeightRule() = default;
  // All that decides what it does, for the fingerprint of the run.
  virtual std::string text() const = 0;
  // Before step `step` (from 0), and before a validation: `used` holds a copy of `trained`, the
  // rule makes of it what the network shall compute with. It may change `trained` as well. A run
  // that goes on from a checkpoint calls it with the first step to come: what the rule remembers
  // must follow from `trained`.
  virtual void apply(std::int64_t step, const RuledWeights& weights) = 0;
  // The gradient of what was used becomes that of what is trained, in place.
  virtual void pull_back(std::span<float> gradients) const = 0;
  // After the optimizer's step: brings what it moved back under the rule.
  virtual void hold(std::span<float> trained) const = 0;
  // Whether before step `step` the rule asks all that it will ask: only then may an epoch be kept
  // as the best.
  virtual bool complete(std::int64_t step) const = 0;
};

}  // namespace tadpole
