// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/keyword_source.h"

#include <algorithm>

namespace tadpole {

int label_index(const Dataset& dataset, const std::string& label) {
  const auto at = std::find(dataset.labels.begin(), dataset.labels.end(), label);
  return at == dataset.labels.end() ? -1 : static_cast<int>(at - dataset.labels.begin());
}

Result<KeywordSource> KeywordSource::create(const Dataset& dataset, Split split,
                                            const FeatureExtractor& extractor,
                                            const AugmentOptions& augment, std::uint64_t seed) {
  KeywordSource source;
  source.extractor_ = &extractor;
  source.augment_ = augment;
  source.seed_ = seed;
  source.classes_ = static_cast<int>(dataset.labels.size());
  for (const Clip& clip : dataset.clips) {
    if (clip.split != split) continue;
    source.clips_.push_back(TADPOLE_TRY(load_clip(dataset, clip)));
    source.labels_.push_back(label_index(dataset, clip.label));
  }
  for (const Background& b : dataset.background) {
    if (b.split == split) source.backgrounds_.push_back(TADPOLE_TRY(load_background(dataset, b)));
  }
  return source;
}

int KeywordSource::fetch(int index, std::int64_t epoch, std::span<float> x) const {
  const auto at = static_cast<std::size_t>(index);
  if (epoch < 0) {
    extractor_->extract(clips_[at], x);
    return labels_[at];
  }
  const Rng rng = Rng(seed_).fork(static_cast<std::uint64_t>(epoch) * 1000003 + at);
  std::vector<std::int16_t> heard(kClipSamples);
  augment_clip(clips_[at], augment_, backgrounds_, rng.fork(1), heard);
  extractor_->extract(heard, x);
  mask_features(x, extractor_->shape(), augment_, rng.fork(2));
  return labels_[at];
}

}  // namespace tadpole
