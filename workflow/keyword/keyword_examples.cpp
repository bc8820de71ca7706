// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/keyword_examples.h"

#include "core/data/split.h"
#include "workflow/keyword/keyword_source.h"

namespace tadpole {

Result<std::unique_ptr<KeywordExamples>> KeywordExamples::create(const Project& project) {
  std::unique_ptr<KeywordExamples> e(new KeywordExamples());
  e->dataset_ = TADPOLE_TRY(load_dataset(dataset_folder(project)));
  e->options_ = project.recipe().preprocess;
  e->augment_ = project.recipe().augment;
  e->seed_ = project.recipe().project.seed;
  e->extractor_ = TADPOLE_TRY(FeatureExtractor::create(e->options_));
  for (const Clip& clip : e->dataset_.clips)
    e->clips_[static_cast<std::size_t>(clip.split)].push_back(&clip);
  return e;
}

Example KeywordExamples::at(Split split, int index) const {
  const Clip& clip = *clips(split)[static_cast<std::size_t>(index)];
  return {.name = clip.source,
          .label = label_index(dataset_, clip.label),
          .targets = {},
          .inputs = {},
          .who = clip.speaker,
          .group = clip.group};
}

Result<std::vector<std::int16_t>> KeywordExamples::clip(Split split, int index) const {
  return load_clip(dataset_, *clips(split)[static_cast<std::size_t>(index)]);
}

Result<std::unique_ptr<Features>> KeywordExamples::features(Split split, int index) const {
  return std::unique_ptr<Features>(
      std::make_unique<ClipFeatures>(*extractor_, TADPOLE_TRY(clip(split, index))));
}

Result<std::unique_ptr<BatchSource>> KeywordExamples::source(Split split) const {
  KeywordSource source =
      TADPOLE_TRY(KeywordSource::create(dataset_, split, *extractor_, augment_, seed_));
  return std::unique_ptr<BatchSource>(std::make_unique<KeywordSource>(std::move(source)));
}

Result<std::string> KeywordExamples::split_proof() const {
  return TADPOLE_TRY(prove_speaker_split(dataset_)).sentence;
}

std::string KeywordExamples::features_text() const {
  FeatureOptions copy = options_;
  return tadpole::describe(copy).fingerprint();
}

}  // namespace tadpole
