// SPDX-License-Identifier: Apache-2.0
// What a frozen base answers to every sample, computed once: the head of a transfer then trains
// alone, in a fraction of the time. Augmentation is lost: the base sees every sample as it is.
#pragma once
#include <vector>

#include "core/base/thread_pool.h"
#include "core/nn/model.h"
#include "core/train/batch_source.h"

namespace tadpole {

class FeatureSource final : public BatchSource {
 public:
  // Runs the base over all samples of source; memory: 4 bytes per sample and output of the base.
  // Neither is needed afterwards. base: the first half of split_model().
  FeatureSource(const BatchSource& source, Model& base, ThreadPool& pool);

  int size() const override { return size_; }
  int classes() const override { return classes_; }
  int targets() const override { return targets_; }
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override;
  void fetch_target(int index, std::int64_t epoch, std::span<float> y) const override;

 private:
  int size_ = 0, classes_ = 0, targets_ = 0, width_ = 0;
  std::vector<float> features_, values_;
  std::vector<int> labels_;
};

}  // namespace tadpole
