// SPDX-License-Identifier: Apache-2.0
// The clips of a split as training sees them: augmented afresh in every epoch, then through the
// device's front end.
#pragma once
#include <memory>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/data/dataset.h"
#include "core/dsp/audio_augment.h"
#include "core/dsp/feature_extractor.h"
#include "core/train/batch_source.h"

namespace tadpole {

class KeywordSource final : public BatchSource {
 public:
  // Reads every clip and background of the split into memory (32 KB a clip). extractor must outlive
  // the source.
  static Result<KeywordSource> create(const Dataset& dataset, Split split,
                                      const FeatureExtractor& extractor,
                                      const AugmentOptions& augment, std::uint64_t seed);
  int size() const override { return static_cast<int>(clips_.size()); }
  int classes() const override { return classes_; }
  // epoch < 0: the clip as it is.
  int fetch(int index, std::int64_t epoch, std::span<float> x) const override;

 private:
  const FeatureExtractor* extractor_ = nullptr;
  AugmentOptions augment_;
  std::uint64_t seed_ = 0;
  int classes_ = 0;
  std::vector<std::vector<std::int16_t>> clips_, backgrounds_;
  std::vector<int> labels_;
};

// Index of a label in the dataset's labels; -1: not there.
int label_index(const Dataset& dataset, const std::string& label);

}  // namespace tadpole
