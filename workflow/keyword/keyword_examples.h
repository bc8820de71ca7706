// SPDX-License-Identifier: Apache-2.0
// The clips of a keyword dataset as examples.
#pragma once
#include <memory>

#include "core/dsp/feature_extractor.h"
#include "workflow/task.h"

namespace tadpole {

// One second of sound through the front end. The extractor must outlive it.
class ClipFeatures final : public Features {
 public:
  ClipFeatures(const FeatureExtractor& extractor, std::vector<std::int16_t> clip)
      : extractor_(extractor), clip_(std::move(clip)) {}
  void real(std::span<float> x) const override { extractor_.extract(clip_, x); }
  void int8(device::Quantization q, std::span<std::int8_t> x) const override {
    extractor_.extract_int8(clip_, q.scale, q.zero_point, x);
  }

 private:
  const FeatureExtractor& extractor_;
  std::vector<std::int16_t> clip_;
};

class KeywordExamples final : public Examples {
 public:
  static Result<std::unique_ptr<KeywordExamples>> create(const Project& project);
  const std::vector<std::string>& labels() const override { return dataset_.labels; }
  std::array<int, 3> shape() const override { return extractor_->shape(); }
  std::string origin() const override { return dataset_origin(dataset_); }
  int size(Split split) const override { return static_cast<int>(clips(split).size()); }
  Example at(Split split, int index) const override;
  Result<std::unique_ptr<Features>> features(Split split, int index) const override;
  Result<std::unique_ptr<BatchSource>> source(Split split) const override;
  float input_scale() const override { return extractor_->scale(); }
  int input_zero_point() const override { return extractor_->zero_point(); }
  Result<std::string> split_proof() const override;
  std::string features_text() const override;

  const Dataset& dataset() const { return dataset_; }
  const FeatureExtractor& extractor() const { return *extractor_; }
  // [kClipSamples] samples.
  Result<std::vector<std::int16_t>> clip(Split split, int index) const;

 private:
  KeywordExamples() = default;
  const std::vector<const Clip*>& clips(Split split) const {
    return clips_[static_cast<std::size_t>(split)];
  }
  Dataset dataset_;
  FeatureOptions options_;
  AugmentOptions augment_;
  std::uint64_t seed_ = 1;
  std::unique_ptr<FeatureExtractor> extractor_;
  std::array<std::vector<const Clip*>, 3> clips_;
};

}  // namespace tadpole
