// SPDX-License-Identifier: Apache-2.0
// Numbers to predict, standardised while a network learns: a target of 50,000 +- 10,000 is as easy
// as one of 0 +- 1. After training the scale goes into the last dense layer, so that the model
// gives the learner's own units. Source: Bishop, Neural Networks for Pattern Recognition (1995),
// 8.2.
#pragma once
#include <vector>

#include "core/nn/model.h"
#include "core/train/batch_source.h"
#include "core/train/train_report.h"

namespace tadpole {

// target = mean + scale * what the network learns; one of each per target. Empty: as they are.
struct TargetScaling {
  std::vector<float> mean, scale;
};

// Mean and deviation of the training targets. A target that never changes has scale 1; without a
// bias in the last layer the mean is 0 and the scale the root of the mean square. Empty when the
// source has labels instead of numbers, when the network does not end in a dense layer that gives
// them, or when a target is no number. Cost: one pass over the targets.
TargetScaling fit_target_scaling(const BatchSource& training, const Model& model);

// Another source with its targets as the network learns them. Both must outlive it. Expects a
// scaling that is not empty.
class ScaledTargets final : public BatchSource {
 public:
  ScaledTargets(const BatchSource& source, const TargetScaling& scaling)
      : source_(source), scaling_(scaling) {}
  int size() const override { return source_.size(); }
  int classes() const override { return source_.classes(); }
  int targets() const override { return source_.targets(); }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override {
    return source_.fetch(index, epoch, x);
  }
  void fetch_target(int index, std::int64_t epoch, std::span<float> y) const override;

 private:
  const BatchSource& source_;
  const TargetScaling& scaling_;
};

// Into the last layer: kernel * scale, bias * scale + mean. Nothing when the scaling is empty.
void fold_target_scaling(const TargetScaling& scaling, Model& model);

// The losses of a run in the targets' own units, where a factor does that: mse and mae of one
// target. Any other loss is named as what it is, one of standardised targets.
void report_in_own_units(const TargetScaling& scaling, TrainReport& report);

}  // namespace tadpole
