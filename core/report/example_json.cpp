// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "core/report/report_json.h"

namespace tadpole {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Trace, name, values)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StrokePoint, x, y)

static void to_json(json& j, const FeaturePicture& p) {
  j = {{"times", p.times}, {"bands", p.bands}, {"levels", bytes_text(p.levels)}};
}

static void from_json(const json& j, FeaturePicture& p) {
  j.at("times").get_to(p.times);
  j.at("bands").get_to(p.bands);
  read_bytes_text(j.at("levels"), p.levels);
}

// What an example does not have is left out: a picture needs no empty traces.
void to_json(json& j, const ExampleClip& e) {
  j = {{"label", e.label},       {"word", e.word},      {"speaker", e.speaker},
       {"group", e.group},       {"split", e.split},    {"origin", e.origin},
       {"features", e.features}, {"wav", e.wav_base64}, {"envelope", bytes_text(e.envelope)}};
  if (!e.picture_png_base64.empty()) j["picture"] = e.picture_png_base64;
  if (!e.model_png_base64.empty()) j["model_picture"] = e.model_png_base64;
  if (!e.traces.empty()) j["traces"] = e.traces;
  if (e.seconds != 0.0) j["seconds"] = e.seconds;
  if (!e.stroke.empty()) j["stroke"] = e.stroke;
  if (!e.row.empty()) j["row"] = e.row;
}

void from_json(const json& j, ExampleClip& e) {
  j.at("label").get_to(e.label);
  j.at("word").get_to(e.word);
  j.at("speaker").get_to(e.speaker);
  j.at("group").get_to(e.group);
  j.at("split").get_to(e.split);
  j.at("origin").get_to(e.origin);
  j.at("features").get_to(e.features);
  j.at("wav").get_to(e.wav_base64);
  read_bytes_text(j.at("envelope"), e.envelope);
  get_later(j, "picture", e.picture_png_base64);
  get_later(j, "model_picture", e.model_png_base64);
  get_later(j, "traces", e.traces);
  get_later(j, "seconds", e.seconds);
  get_later(j, "stroke", e.stroke);
  get_later(j, "row", e.row);
}

namespace {

bool picture_fits(const FeaturePicture& p) {
  constexpr int kLargest = 4096;
  if (p.times < 0 || p.bands < 0 || p.times > kLargest || p.bands > kLargest) return false;
  return p.levels.size() == static_cast<std::size_t>(p.times) * static_cast<std::size_t>(p.bands);
}

}  // namespace

Outcome check_png(const std::string& png_base64, const std::string& what) {
  if (png_base64.empty()) return Done{};
  const Result<Bytes> bytes = from_base64(png_base64);
  if (bytes.ok() && png_size(bytes.value())) return Done{};
  return Error{
      fmt::format("report: {} is no PNG of at most {} pixels a side; write the report again", what,
                  kLargestPng)};
}

Outcome check_example(const ExampleClip& e) {
  if (!picture_fits(e.features) || !from_base64(e.wav_base64).ok()) {
    return Error{fmt::format(
        "report: the picture or sound of an example of '{}' is damaged; write the report again",
        e.label)};
  }
  TADPOLE_TRY(
      check_png(e.picture_png_base64, fmt::format("the picture of an example of '{}'", e.label)));
  TADPOLE_TRY(check_png(e.model_png_base64,
                        fmt::format("the model's picture of an example of '{}'", e.label)));
  if (e.traces.size() > kMostTraces) {
    return Error{fmt::format(
        "report: an example of '{}' has {} traces, at most {} can be drawn; leave some out",
        e.label, e.traces.size(), kMostTraces)};
  }
  return Done{};
}

}  // namespace tadpole
