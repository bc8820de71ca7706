// SPDX-License-Identifier: Apache-2.0
// A learner's samples and targets, checked against a model once, then given to training.
#pragma once
#include "core/nn/loss.h"
#include "core/nn/model.h"
#include "core/train/batch_source.h"
#include "learn/learn.h"

namespace tadpole::learn {

// Views the caller's memory.
class Samples final : public BatchSource {
 public:
  // Fails unless every value is a number and fits the model, there is at least one sample, and as
  // many targets as samples; says what there is and what the model needs.
  static Result<Samples> create(const learn_data& data, const Model& model);

  int size() const override { return size_; }
  int classes() const override { return classes_; }
  int targets() const override { return targets_; }
  bool reconstructs() const override { return reconstructs_; }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override;
  void fetch_target(int index, std::int64_t epoch, std::span<float> y) const override;

  std::span<const float> x() const { return x_; }
  // What a step over all samples is to learn.
  Targets all_targets() const;
  LossFit fit(const Model& model) const;
  // What is made small where nobody says it.
  std::string usual_loss(const Model& model) const;
  // The first sample alone.
  Samples first() const;

 private:
  Outcome take_targets(const learn_data& data, const Model& model);
  Outcome take_values(const learn_data& data, const Model& model);
  Outcome take_labels(const learn_data& data, const Model& model);

  std::span<const float> x_, values_;
  std::span<const int> labels_;
  std::size_t width_ = 0;
  int size_ = 0, classes_ = 0, targets_ = 0;
  bool reconstructs_ = false;
};

// How many samples these values are. Fails when they fill no whole number of them, or a value
// cannot be computed with.
Result<int> count_samples(std::span<const float> x, const Model& model);

}  // namespace tadpole::learn
