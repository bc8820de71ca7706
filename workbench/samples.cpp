// SPDX-License-Identifier: Apache-2.0
#include "workbench/samples.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/csv.h"
#include "core/data/image/picture.h"
#include "core/data/motion/import_strokes.h"

namespace tadpole::workbench {

using Json = nlohmann::json;

Result<std::shared_ptr<const Samples>> Samples::load(const Project& project) {
  return task_of(project).feed() == "sound" ? load_clips(project) : load_sets(project);
}

const SampleRef* Samples::find(const std::string& id) const {
  const auto at =
      std::find_if(all_.begin(), all_.end(), [&](const SampleRef& ref) { return ref.id == id; });
  return at == all_.end() ? nullptr : &*at;
}

const SampleRef* Samples::named(const std::string& name) const {
  const auto at = std::find_if(all_.begin(), all_.end(), [&](const SampleRef& ref) {
    if (!name.starts_with(ref.name)) return false;
    return name.size() == ref.name.size() || name.compare(ref.name.size(), 4, " at ") == 0;
  });
  return at == all_.end() ? nullptr : &*at;
}

std::string Samples::origin() const {
  bool synthetic = false, recorded = false;
  for (const SampleRef& ref : all_) {
    if (ref.label == "silence" && ref.who.empty()) continue;
    (ref.origin == Origin::synthetic ? synthetic : recorded) = true;
  }
  if (synthetic && recorded) return "mixed";
  return synthetic ? "synthetic" : "recorded";
}

Outcome Samples::finish(const Project& project) {
  const std::vector<OwnSample> own = TADPOLE_TRY(own_samples(project));
  const auto edits = TADPOLE_TRY(edits_of(project));
  std::set<std::string> recorded;
  for (const OwnSample& one : own) recorded.insert(one.id);
  for (SampleRef& ref : all_) {
    const std::string stem = Path(ref.name).stem().string();
    ref.recording = recorded.contains(stem);
    ref.edited = edits.contains(ref.id);
    if (ref.recording) ref.id = stem;
  }
  return Done{};
}

Json ref_json(const SampleRef& ref) {
  return {{"id", ref.id},
          {"label", ref.label},
          {"who", ref.who},
          {"split", ref.split ? split_name(*ref.split) : ""},
          {"origin", origin_name(ref.origin)},
          {"seconds", ref.seconds},
          {"name", ref.name},
          {"recording", ref.recording},
          {"edited", ref.edited}};
}

namespace {

// So many digits as a picture can show.
double rounded(float value) {
  if (!std::isfinite(value)) return 0.0;
  return std::round(static_cast<double>(value) * 1e4) / 1e4;
}

}  // namespace

Json peaks_json(std::span<const float> samples, std::size_t stretches) {
  Json peaks = Json::array();
  const std::size_t count = std::min(stretches, samples.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto part = samples.subspan(
        i * samples.size() / count, (i + 1) * samples.size() / count - i * samples.size() / count);
    const auto [low, high] = std::minmax_element(part.begin(), part.end());
    peaks.push_back(rounded(*low));
    peaks.push_back(rounded(*high));
  }
  return peaks;
}

Json traces_json(std::span<const float> values, const std::vector<std::string>& channels,
                 std::size_t points) {
  Json traces = Json::array();
  const std::size_t width = std::max<std::size_t>(1, channels.size());
  const std::size_t steps = values.size() / width, count = std::min(points, steps);
  for (std::size_t c = 0; c < channels.size(); ++c) {
    Json line = Json::array();
    for (std::size_t i = 0; i < count; ++i)
      line.push_back(rounded(values[(i * steps / count) * width + c]));
    traces.push_back({{"name", channels[c]}, {"values", line}});
  }
  return traces;
}

Json feature_json(std::array<int, 3> shape, std::span<const float> values, double stride_ms,
                  const std::vector<std::string>& names) {
  float low = values.empty() ? 0.0F : values[0], high = low;
  for (const float v : values) low = std::min(low, v), high = std::max(high, v);
  const float range = high > low ? high - low : 1.0F;
  Json scaled = Json::array();
  for (const float v : values) scaled.push_back(rounded((v - low) / range));
  return {{"shape", shape},
          {"values", scaled},
          {"low", low},
          {"high", high},
          {"stride_ms", stride_ms},
          {"labels_y", names},
          {"cost", {{"operations", nullptr}, {"ram_bytes", nullptr}, {"note", ""}}}};
}

SampleRef own_ref(const OwnSample& own) {
  SampleRef ref;
  ref.id = own.id, ref.label = own.label, ref.who = own.who;
  ref.name = own.file;
  ref.recording = true;
  return ref;
}

namespace {

Path own_path(const Project& project, const OwnSample& own) {
  return project.folder() / kRecordingsFolder / own.file;
}

// Columns of numbers, by the names in the first row.
Result<Json> view_of_table(const Path& file) {
  const std::string text = TADPOLE_TRY(read_text(file));
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(text, file.string()));
  Json view = Json::object();
  if (rows.size() < 2) return view;
  std::vector<std::string> names = rows[0].fields;
  std::vector<float> values;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < names.size(); ++c) {
      const auto number = c < rows[r].fields.size() ? parse_real(rows[r].fields[c]) : std::nullopt;
      values.push_back(number ? static_cast<float>(*number) : 0.0F);
    }
  }
  view["traces"] = traces_json(values, names);
  view["shape"] = {rows.size() - 1, 1, names.size()};
  return view;
}

Result<Json> view_of_strokes(const Path& file) {
  const std::string text = TADPOLE_TRY(read_text(file));
  const std::vector<Stroke> strokes = TADPOLE_TRY(parse_strokes(text, file.string()));
  Json view = Json::object();
  if (strokes.empty()) return view;
  const std::vector<float>& points = strokes.front().points;
  view["traces"] = traces_json(points, {"x", "y"});
  view["shape"] = {points.size() / 2, 1, 2};
  return view;
}

}  // namespace

Result<Json> own_view(const Project& project, const OwnSample& own) {
  const Path file = own_path(project, own);
  const std::string ending = file.extension().string();
  Json view = {{"rate_hz", 0}, {"shape", {1, 1, 1}}};
  if (ending == ".wav" || ending == ".flac" || ending == ".ogg") {
    const Audio audio = TADPOLE_TRY(read_audio(file));
    view["rate_hz"] = audio.rate_hz;
    view["shape"] = {audio.samples.size(), 1, 1};
    view["peaks"] = peaks_json(audio.samples);
    view["sound"] = "file";
  } else if (ending == ".csv" || ending == ".json") {
    view.update(ending == ".csv" ? TADPOLE_TRY(view_of_table(file))
                                 : TADPOLE_TRY(view_of_strokes(file)));
  } else {
    view["picture"] = "file";
  }
  return view;
}

Result<SampleFile> own_file(const Project& project, const OwnSample& own) {
  const std::string ending = Path(own.file).extension().string();
  const std::string type = ending == ".wav"                        ? "audio/wav"
                           : ending == ".flac" || ending == ".ogg" ? "audio/" + ending.substr(1)
                           : ending == ".csv"                      ? "text/csv"
                           : ending == ".json"                     ? "application/json"
                           : ending == ".jpg"                      ? "image/jpeg"
                           : ending == ".ppm"                      ? "image/x-portable-pixmap"
                           : ending == ".png" || ending == ".bmp"  ? "image/" + ending.substr(1)
                                                                   : "application/octet-stream";
  Bytes bytes = TADPOLE_TRY(read_bytes(own_path(project, own)));
  if (ending != ".ppm") return SampleFile{type, std::move(bytes)};
  const Picture picture = TADPOLE_TRY(read_picture(bytes, own.file));  // no browser shows a PPM
  return SampleFile{"image/png", write_png(picture)};
}

std::string ending_of(std::span<const std::uint8_t> bytes) {
  const auto begins = [&](std::string_view magic, std::size_t at = 0) {
    return bytes.size() >= at + magic.size() &&
           std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
  };
  if (begins("RIFF") && begins("WAVE", 8)) return ".wav";
  if (begins("\x89PNG")) return ".png";
  if (begins("\xFF\xD8\xFF")) return ".jpg";
  if (begins("BM")) return ".bmp";
  if (begins("P6") || begins("P5") || begins("P3") || begins("P2")) return ".ppm";
  if (begins("fLaC")) return ".flac";
  if (begins("OggS")) return ".ogg";
  const auto text_end =
      bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), 4096));
  const bool text = !bytes.empty() && std::all_of(bytes.begin(), text_end, [](std::uint8_t c) {
    return c >= 32 || c == '\n' || c == '\r' || c == '\t';
  });
  if (!text) return "";
  const auto first =
      std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t c) { return c > ' '; });
  return first != bytes.end() && (*first == '{' || *first == '[') ? ".json" : ".csv";
}

}  // namespace tadpole::workbench
