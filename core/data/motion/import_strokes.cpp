// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_strokes.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/json.h"
#include "core/data/motion/motion_files.h"
#include "core/data/motion/sensor_log.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

bool is_stroke_file(const Path& file) {
  const std::string end = extension_of(file);
  return end == ".json" || end == ".csv";
}

// A label may be written as text or as a number.
std::string label_of(const nlohmann::json& stroke) {
  const auto at = stroke.find("label");
  if (at == stroke.end()) return "";
  if (at->is_string()) return at->get<std::string>();
  return at->is_number_integer() ? at->dump() : "";
}

bool add_point(const nlohmann::json& point, std::vector<float>& points) {
  if (!point.is_object()) return false;
  for (const char* key : {"x", "y"}) {
    const auto at = point.find(key);
    if (at == point.end() || !at->is_number()) return false;
    const auto value = at->get<double>();
    if (!(std::abs(value) <= 1e30)) return false;
    points.push_back(static_cast<float>(value));
  }
  return true;
}

Result<std::vector<Stroke>> read_points_csv(std::string_view text, const std::string& name) {
  SensorLog log = TADPOLE_TRY(parse_sensor_log(text, name, {.axes = {"x", "y"}}));
  std::vector<Stroke> strokes;
  for (LogPart& part : log.parts)
    strokes.push_back({.label = part.label, .points = std::move(part.values)});
  return strokes;
}

Sample sample_of(const FoundFile& file, const Stroke& stroke, const StrokeOptions& o,
                 const std::string& name) {
  Sample s{.name = name};
  s.label = !file.label.empty()     ? file.label
            : !stroke.label.empty() ? stroke.label
            : !o.label.empty()      ? o.label
                                    : file.folder;
  s.who = !file.who.empty() ? file.who : o.who;
  if (s.who.empty()) s.who = speaker_of_file(name);
  s.group = file.group.empty() ? o.group : file.group;
  s.licence = file.licence.empty() ? o.licence : file.licence;
  s.consent = file.consent.empty() ? o.consent : file.consent;
  s.given = file.given;
  s.source = file.name;
  s.shape = {static_cast<int>(stroke.points.size() / 2), 1, 2};
  return s;
}

}  // namespace

SampleSet stroke_set() {
  return {.kind = "stroke", .type = ValueType::float32, .channels = {{.name = "x"}, {.name = "y"}}};
}

Result<std::vector<Stroke>> parse_strokes(std::string_view text, const std::string& name) {
  const nlohmann::json json = parse_json(text);
  const auto list = json.is_object() ? json.find("strokes") : json.end();
  if (!json.is_object() || list == json.end() || !list->is_array())
    return Error{name +
                 " holds no strokes; expected JSON with a list 'strokes', as the magic "
                 "wand's recorder saves it"};
  std::vector<Stroke> strokes;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const nlohmann::json& item = (*list)[i];
    const auto points = item.is_object() ? item.find("strokePoints") : item.end();
    if (!item.is_object() || points == item.end() || !points->is_array())
      return Error{fmt::format("{}: stroke {} has no list 'strokePoints'; delete it", name, i)};
    Stroke stroke{.label = label_of(item),
                  .index = json_number(item, "index", static_cast<double>(i))};
    for (const nlohmann::json& point : *points)
      if (!add_point(point, stroke.points))
        return Error{
            fmt::format("{}: stroke {} has a point {} that is not two numbers x and y; "
                        "mend or delete it",
                        name, i, stroke.points.size() / 2)};
    if (!stroke.points.empty()) strokes.push_back(std::move(stroke));
  }
  if (strokes.empty()) return Error{name + " holds no stroke that has points"};
  return strokes;
}

Result<SampleSet> import_strokes(const Path& path, const StrokeOptions& options) {
  const std::vector<FoundFile> files =
      TADPOLE_TRY(list_files(path, is_stroke_file, "strokes (.json, .csv)"));
  SampleSet set = stroke_set();
  for (const FoundFile& file : files) {
    const std::string text = TADPOLE_TRY(read_text(file.file));
    const bool json = extension_of(file.file) == ".json";
    const std::vector<Stroke> strokes =
        json ? TADPOLE_TRY(parse_strokes(text, file.file.string()))
             : TADPOLE_TRY(read_points_csv(text, file.file.string()));
    for (std::size_t i = 0; i < strokes.size(); ++i) {
      const std::string name =
          strokes.size() == 1 ? file.name : fmt::format("{} {}", file.name, strokes[i].index);
      set.add(sample_of(file, strokes[i], options, name), strokes[i].points);
    }
  }
  return set;
}

}  // namespace tadpole
