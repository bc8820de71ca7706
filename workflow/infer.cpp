// SPDX-License-Identifier: Apache-2.0
#include "workflow/infer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/json.h"
#include "core/base/options.h"
#include "core/base/text.h"
#include "core/data/dataset.h"
#include "core/dsp/feature_extractor.h"
#include "core/dsp/image_features.h"
#include "core/tflite/inspect.h"
#include "core/tflite/tflite.h"
#include "workflow/keyword/listen.h"

namespace tadpole {
namespace {

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
                  "10: feed it bytes "
                  "with --raw-input and --raw-output",
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

Result<TfliteExecutor> load_executor(const Path& model) {
  Bytes bytes = TADPOLE_TRY(read_bytes(model));
  Result<TfliteExecutor> executor = TfliteExecutor::create(std::move(bytes));
  if (!executor.ok())
    return Error{model.string() + ": " + executor.error().message, executor.error().kind};
  if (executor.value().graph().inputs.empty() || executor.value().graph().outputs.empty()) {
    return Error{model.string() + ": the model has no input or no output tensor"};
  }
  return executor;
}

std::vector<std::string> output_names(const std::vector<std::string>& given,
                                      const ModelNotes* notes, std::size_t count) {
  std::vector<std::string> names = !given.empty()     ? given
                                   : notes != nullptr ? notes->labels
                                                      : std::vector<std::string>();
  for (std::size_t i = names.size(); i < count; ++i) names.push_back(fmt::format("output {}", i));
  names.resize(count);
  return names;
}

std::string bar(double share) {
  return std::string(static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * 30.0 + 0.5), '#');
}

const std::string kUnknown = "unknown";  // as firmware/app/sensor.cpp says it

constexpr std::string_view kImageNotes = "image;";  // how the notes of a picture's model begin

const GraphTensor& first_input(const TfliteExecutor& executor) {
  return executor.graph().tensors[static_cast<std::size_t>(executor.graph().inputs[0])];
}

// "width=28;...;mean=1,2,3;..." as the image front end names itself.
Result<ImageFeatureOptions> image_options(const std::string& text) {
  ImageFeatureOptions options;
  OptionSet set = describe(options);
  const bool grey = text.find("colour=grey;") != std::string::npos;
  for (const std::string& pair : split(text, ';')) {
    const std::size_t at = pair.find('=');
    if (at == std::string::npos) continue;
    const std::string name = pair.substr(0, at);
    std::string value = pair.substr(at + 1);
    if (grey && (name == "mean" || name == "sd")) value = value.substr(0, value.find(','));
    TADPOLE_TRY(set.set(name, value, "the model's notes"));
  }
  return options;
}

// A model made elsewhere: its input says the size, and levels are taken as -1 to 1.
Result<ImageFeatureOptions> image_by_shape(const GraphTensor& input) {
  const auto& s = input.shape;
  if (s.size() != 4 || s[0] != 1 || (s[3] != 1 && s[3] != 3)) {
    return Error{
        fmt::format("the model's input '{}' is no picture of one or three channels; give "
                    "a recording, or feed bytes with --raw-input and --raw-output",
                    input.name)};
  }
  return ImageFeatureOptions{
      .width = s[2], .height = s[1], .colour = s[3] == 1 ? "grey" : "rgb", .normalise = "signed"};
}

Outcome look_at(TfliteExecutor& executor, const ImageFeatureOptions& options, const Path& file) {
  const Picture picture = TADPOLE_TRY(read_picture(file));
  const HostImageFrontEnd front_end(TADPOLE_TRY(device_image_options(options)));
  const GraphTensor& input = first_input(executor);
  const auto shape = front_end.shape();
  const std::size_t values = static_cast<std::size_t>(shape[0]) *
                             static_cast<std::size_t>(shape[1]) *
                             static_cast<std::size_t>(shape[2]);
  if (input.elements() != values) {
    return Error{fmt::format("the model's input '{}' has {} values, the picture gives {}",
                             input.name, input.elements(), values)};
  }
  const std::span<std::uint8_t> bytes = executor.input(0);
  if (input.type == DType::float32) {
    std::vector<float> x(values);
    front_end.real(camera_frame(picture), x);
    std::memcpy(bytes.data(), x.data(), bytes.size());
    return Done{};
  }
  if (input.type != DType::int8 || input.quantization.scale.size() != 1) {
    return Error{
        fmt::format("the model's input is {}; pictures are understood by int8 and float32 "
                    "models, feed bytes with --raw-input",
                    dtype_name(input.type))};
  }
  front_end.int8(
      camera_frame(picture),
      {input.quantization.scale[0], static_cast<std::int32_t>(input.quantization.zero_point[0])},
      {reinterpret_cast<std::int8_t*>(bytes.data()), bytes.size()});
  return Done{};
}

Outcome listen_to(TfliteExecutor& executor, const ModelNotes* notes, const Path& file) {
  const FeatureOptions options = TADPOLE_TRY(features_of(notes, first_input(executor)));
  const std::vector<std::int16_t> samples = TADPOLE_TRY(listen(file));
  const auto extractor = TADPOLE_TRY(FeatureExtractor::create(options));
  return fill_input(executor, *extractor, samples);
}

// Fills the model's input from a picture or a recording, as the model's notes or the file say.
Outcome take_in(TfliteExecutor& executor, const ModelNotes* notes, const Path& file) {
  const std::string made_for = notes == nullptr ? "" : notes->features;
  if (made_for.starts_with(kImageNotes)) {
    const auto options = TADPOLE_TRY(image_options(made_for.substr(kImageNotes.size())));
    return look_at(executor, options, file);
  }
  if (!made_for.empty() && !made_for.starts_with("kind=")) {
    return Error{"the model was made for " + made_for.substr(0, made_for.find(';')) +
                 " data; infer takes pictures and recordings of words: feed it bytes with "
                 "--raw-input and --raw-output"};
  }
  if (made_for.empty() && is_picture_name(file))
    return look_at(executor, TADPOLE_TRY(image_by_shape(first_input(executor))), file);
  return listen_to(executor, notes, file);
}

}  // namespace

Result<InferAnswer> infer_file(const Path& model, const Path& file,
                               const std::vector<std::string>& labels) {
  TfliteExecutor executor = TADPOLE_TRY(load_executor(model));
  const Result<ModelNotes> found = read_notes(TADPOLE_TRY(read_bytes(model)));
  const ModelNotes* notes = found.ok() ? &found.value() : nullptr;
  TADPOLE_TRY(take_in(executor, notes, file));
  TADPOLE_TRY(executor.run());
  const GraphTensor& output =
      executor.graph().tensors[static_cast<std::size_t>(executor.graph().outputs[0])];
  if (output.type != DType::float32 && output.type != DType::int8 && output.type != DType::uint8) {
    return Error{fmt::format(
        "the model's output is {}; expected float32 or int8: use --raw-input and --raw-output",
        dtype_name(output.type))};
  }
  const std::vector<float> scores = real_values(output, executor.output(0));
  const std::vector<std::string> names = output_names(labels, notes, scores.size());
  const std::size_t top =
      static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  InferAnswer answer;
  const bool unsure =
      notes != nullptr && labels.empty() && scores[top] < static_cast<float>(notes->threshold);
  const std::string& said = unsure ? kUnknown : names[top];
  answer.json = {{"model", model.string()},
                 {"file", file.string()},
                 {"label", said},
                 {"score", scores[top]},
                 {"scores", nlohmann::json::object()}};
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  if (notes != nullptr && notes->threshold > 0.0) answer.json["threshold"] = notes->threshold;
  answer.text =
      said + (unsure ? fmt::format(": no class reaches {:.2f}\n", notes->threshold) : "\n");
  for (const std::size_t i : order) {
    answer.json["scores"][names[i]] = scores[i];
    if (answer.text.size() < 2000)
      answer.text += fmt::format("  {:<14} {:6.3f}  {}\n", names[i], scores[i], bar(scores[i]));
  }
  if (notes != nullptr) {
    answer.json["origin"] = notes->origin;
    if (notes->origin != "recorded")
      answer.text += "The model was trained on " + notes->origin + " data.\n";
  }
  return answer;
}

Result<InferAnswer> infer_raw(const Path& model, const Path& input, const Path& output) {
  TfliteExecutor executor = TADPOLE_TRY(load_executor(model));
  const Bytes bytes = TADPOLE_TRY(read_bytes(input));
  const std::span<std::uint8_t> into = executor.input(0);
  if (bytes.size() != into.size()) {
    return Error{fmt::format("{} has {} bytes; the model's first input takes {}", input.string(),
                             bytes.size(), into.size())};
  }
  std::memcpy(into.data(), bytes.data(), bytes.size());
  TADPOLE_TRY(executor.run());
  TADPOLE_TRY(write_file(output, executor.output(0)));
  InferAnswer answer;
  answer.json = {
      {"model", model.string()}, {"output", output.string()}, {"bytes", executor.output(0).size()}};
  answer.text = fmt::format("wrote {} bytes to {}", executor.output(0).size(), output.string());
  return answer;
}

Result<InferAnswer> inspect(const Path& model) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(model));
  const Result<InspectReport> report = inspect_tflite(bytes);
  if (!report.ok())
    return Error{model.string() + ": " + report.error().message, report.error().kind};
  return InferAnswer{.json = to_json(report.value()), .text = to_text(report.value())};
}

std::string notes_text(const ModelNotes& notes) {
  const nlohmann::json json = {{"labels", notes.labels},
                               {"features", notes.features},
                               {"origin", notes.origin},
                               {"threshold", notes.threshold}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<ModelNotes> read_notes(std::span<const std::uint8_t> model) {
  const TfliteMetadata metadata = TADPOLE_TRY(read_tflite_metadata(model));
  for (const auto& [name, content] : metadata.entries) {
    if (name != kNotesEntry) continue;
    const nlohmann::json json = parse_json(content);
    if (!json.is_object()) break;
    ModelNotes notes;
    if (json.contains("labels") && json["labels"].is_array()) {
      for (const auto& label : json["labels"])
        notes.labels.push_back(label.is_string() ? label.get<std::string>() : "?");
    }
    if (json.contains("features") && json["features"].is_string())
      notes.features = json["features"];
    if (json.contains("origin") && json["origin"].is_string()) notes.origin = json["origin"];
    if (json.contains("threshold") && json["threshold"].is_number())
      notes.threshold = json["threshold"];
    return notes;
  }
  return Error{"the model carries no notes of Tadpole's: its labels and features are not known"};
}

}  // namespace tadpole
