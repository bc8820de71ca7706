// SPDX-License-Identifier: Apache-2.0
#include "workflow/questions.h"

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/image/picture.h"
#include "core/dsp/image_front_end.h"
#include "workflow/keyword/keyword_examples.h"
#include "workflow/keyword/listen.h"
#include "workflow/samples/sample_file.h"

namespace tadpole {
namespace {

std::size_t elements(std::array<int, 3> s) {
  return static_cast<std::size_t>(s[0]) * static_cast<std::size_t>(s[1]) *
         static_cast<std::size_t>(s[2]);
}

// --- words

// A model made elsewhere: the front end is known by the shape of its input.
Result<FeatureOptions> features_by_shape(const GraphTensor& input) {
  FeatureOptions options;
  if (input.elements() == 49 * 40) return options;  // micro_speech
  if (input.elements() == 49 * 10) {                // MLPerf Tiny keyword spotting
    options.kind = "mfcc";
    options.low_hz = 20.0;
    options.high_hz = 4000.0;
    return options;
  }
  return Error{
      fmt::format("the model's input '{}' has {} values; the front ends here give 49 x 40 or 49 x "
                  "10: feed it bytes with --raw-input and --raw-output",
                  input.name, input.elements())};
}

Result<FeatureOptions> features_of(const ModelNotes* notes, const GraphTensor& input) {
  if (notes == nullptr || notes->features.empty()) return features_by_shape(input);
  FeatureOptions options;
  OptionSet set = describe(options);
  for (const std::string& pair : split(notes->features, ';')) {
    const std::size_t at = pair.find('=');
    if (at != std::string::npos)
      TADPOLE_TRY(set.set(pair.substr(0, at), pair.substr(at + 1), "the model's notes"));
  }
  return options;
}

// A clip with the extractor that it needs.
class HeardClip final : public Features {
 public:
  HeardClip(std::unique_ptr<FeatureExtractor> extractor, std::vector<std::int16_t> clip)
      : extractor_(std::move(extractor)), clip_(*extractor_, std::move(clip)) {}
  void real(std::span<float> x) const override { clip_.real(x); }
  void int8(device::Quantization q, std::span<std::int8_t> x) const override { clip_.int8(q, x); }

 private:
  std::unique_ptr<FeatureExtractor> extractor_;
  ClipFeatures clip_;
};

Result<std::vector<Question>> listen_to(const ModelNotes* notes, const GraphTensor& input,
                                        const Path& file) {
  const FeatureOptions options = TADPOLE_TRY(features_of(notes, input));
  auto extractor = TADPOLE_TRY(FeatureExtractor::create(options));
  const std::size_t values = elements(extractor->shape());
  std::vector<std::int16_t> clip = TADPOLE_TRY(listen(file));
  return std::vector<Question>{
      {"", std::make_shared<HeardClip>(std::move(extractor), std::move(clip)), values}};
}

// --- everything else

class FileFeatures final : public Features {
 public:
  FileFeatures(std::shared_ptr<const SampleFrontEnd> front_end, FileSample sample)
      : front_end_(std::move(front_end)), sample_(std::move(sample)) {}
  void real(std::span<float> x) const override {
    front_end_->real(sample_.stored, sample_.shape, x);
  }
  void int8(device::Quantization q, std::span<std::int8_t> x) const override {
    front_end_->int8(sample_.stored, sample_.shape, q, x);
  }

 private:
  std::shared_ptr<const SampleFrontEnd> front_end_;
  FileSample sample_;
};

Result<std::vector<Question>> questions_of(const std::shared_ptr<const SampleFrontEnd>& front_end,
                                           std::vector<FileSample> samples) {
  std::vector<Question> questions;
  for (FileSample& sample : samples) {
    if (!front_end->takes(sample.shape)) return damaged_notes("input");
    std::string name = sample.name;
    questions.push_back({std::move(name),
                         std::make_shared<FileFeatures>(front_end, std::move(sample)),
                         elements(front_end->shape())});
  }
  return questions;
}

// A model made elsewhere: its input says the size, and levels are taken as -1 to 1.
Result<std::vector<Question>> look_at(const GraphTensor& input, const Path& file) {
  const auto& s = input.shape;
  if (s.size() != 4 || s[0] != 1 || (s[3] != 1 && s[3] != 3)) {
    return Error{
        fmt::format("the model's input '{}' is no picture of one or three channels; give "
                    "a recording, or feed bytes with --raw-input and --raw-output",
                    input.name)};
  }
  const ImageFeatureOptions options{
      .width = s[2], .height = s[1], .colour = s[3] == 1 ? "grey" : "rgb", .normalise = "signed"};
  const std::shared_ptr<const SampleFrontEnd> front_end =
      image_front_end(TADPOLE_TRY(device_image_options(options)), {});
  const nlohmann::json as_it_is = {{"kind", "image"}, {"channels", {1, 2, 3}}};
  return questions_of(front_end, TADPOLE_TRY(read_sample_file(as_it_is, file)));
}

}  // namespace

bool has_many(const ModelNotes& notes) {
  return notes.input.is_object() && json_text(notes.input, "kind") != "image";
}

Result<std::vector<Question>> read_questions(const TfliteExecutor& executor,
                                             const ModelNotes* notes, const Path& file) {
  const GraphTensor& input =
      executor.graph().tensors[static_cast<std::size_t>(executor.graph().inputs[0])];
  if (notes != nullptr && notes->input.is_object()) {
    if (!notes->input.contains("front_end")) return damaged_notes("input");
    const std::shared_ptr<const SampleFrontEnd> front_end =
        TADPOLE_TRY(front_end_from_json(notes->input["front_end"]));
    return questions_of(front_end, TADPOLE_TRY(read_sample_file(notes->input, file)));
  }
  const std::string made_for = notes == nullptr ? "" : notes->features;
  if (!made_for.empty() && !made_for.starts_with("kind=")) {
    return Error{"the model was optimized by an older Tadpole and does not say how its " +
                 made_for.substr(0, made_for.find(';')) +
                 " data is read; run tadpole optimize again, or feed it bytes with --raw-input and "
                 "--raw-output"};
  }
  if (made_for.empty() && is_picture_name(file)) return look_at(input, file);
  return listen_to(notes, input, file);
}

}  // namespace tadpole
