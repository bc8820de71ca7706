// SPDX-License-Identifier: Apache-2.0
// Spoken words.
#include "core/data/audio_file.h"
#include "core/dsp/feature_extractor.h"
#include "workbench/samples.h"

namespace tadpole::workbench {
namespace {

using Json = nlohmann::json;

class ClipSamples final : public Samples {
 public:
  static Result<std::shared_ptr<const Samples>> load(const Project& project) {
    auto samples = std::make_shared<ClipSamples>();
    samples->dataset_ = TADPOLE_TRY(load_dataset(dataset_folder(project)));
    samples->labels_ = samples->dataset_.labels;
    const auto& clips = samples->dataset_.clips;
    for (std::size_t i = 0; i < clips.size(); ++i) {
      SampleRef ref;
      ref.id = sample_id(clips[i]), ref.label = clips[i].label, ref.who = clips[i].speaker;
      ref.name = clips[i].source, ref.split = clips[i].split, ref.origin = clips[i].origin;
      ref.seconds = clips[i].duration_s, ref.index = i;
      samples->all_.push_back(std::move(ref));
    }
    TADPOLE_TRY(samples->finish(project));
    return std::shared_ptr<const Samples>(std::move(samples));
  }

  Result<Json> view(const SampleRef& ref) const override {
    const std::vector<std::int16_t> clip = TADPOLE_TRY(load_clip(dataset_, clip_of(ref)));
    std::vector<float> samples;
    for (const std::int16_t v : clip) samples.push_back(static_cast<float>(v) / 32768.0F);
    return Json{{"rate_hz", kRateHz},
                {"shape", {clip.size(), 1, 1}},
                {"peaks", peaks_json(samples)},
                {"sound", "file"}};
  }

  Result<SampleFile> file(const SampleRef& ref) const override {
    return SampleFile{"audio/wav", TADPOLE_TRY(read_bytes(dataset_.folder / clip_of(ref).file))};
  }

  Result<Json> features(const Project& project, const SampleRef& ref) const override {
    const FeatureOptions& options = project.recipe().preprocess;
    const auto extractor = TADPOLE_TRY(FeatureExtractor::create(options));
    const std::vector<std::int16_t> clip = TADPOLE_TRY(load_clip(dataset_, clip_of(ref)));
    const auto shape = extractor->shape();
    std::vector<float> x(static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]) *
                         static_cast<std::size_t>(shape[2]));
    extractor->extract(clip, x);
    return feature_json(shape, x, options.stride_ms, {});
  }

 private:
  const Clip& clip_of(const SampleRef& ref) const { return dataset_.clips[ref.index]; }
  Dataset dataset_;
};

}  // namespace

Result<std::shared_ptr<const Samples>> load_clips(const Project& project) {
  return ClipSamples::load(project);
}

}  // namespace tadpole::workbench
