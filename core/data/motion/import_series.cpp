// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_series.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/json.h"
#include "core/data/motion/motion_files.h"
#include "core/data/motion/motion_set.h"
#include "core/data/motion/sensor_columns.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

using WindowsByFile = std::map<std::string, std::vector<MarkedWindow>>;

bool is_series(const Path& file) {
  const std::string end = extension_of(file);
  return end == ".csv" || end == ".tsv" || end == ".txt";
}

Result<WindowsByFile> find_windows(const Path& path, const SeriesOptions& o) {
  std::error_code code;
  Path file = o.windows;
  if (file.empty()) {
    const Path folder = std::filesystem::is_directory(path, code) ? path : path.parent_path();
    for (const Path& one : {folder / "windows.json", folder.parent_path() / "windows.json"})
      if (file.empty() && std::filesystem::exists(one, code)) file = one;
    if (file.empty()) return WindowsByFile{};
  }
  const std::string text = TADPOLE_TRY(read_text(file));
  return parse_windows(text, file.string());
}

// "realTraffic/speed.csv" for a file of that name, or of that end.
const std::vector<MarkedWindow>* windows_of(const WindowsByFile& windows, const FoundFile& file) {
  const auto exact = windows.find(file.name);
  if (exact != windows.end()) return &exact->second;
  for (const auto& [name, list] : windows)
    if (Path(name).filename() == file.file.filename()) return &list;
  return nullptr;
}

bool inside(const std::vector<MarkedWindow>& windows, double time_s) {
  return std::any_of(windows.begin(), windows.end(),
                     [&](const MarkedWindow& w) { return time_s >= w.from_s && time_s <= w.to_s; });
}

// Cuts at the edges of the windows. A part's times count from start_s.
std::vector<LogPart> cut_by_windows(const LogPart& part, std::size_t axes, double start_s,
                                    const std::vector<MarkedWindow>& windows) {
  std::vector<LogPart> pieces;
  for (std::size_t i = 0; i < part.time_s.size(); ++i) {
    const std::string label = inside(windows, start_s + part.time_s[i]) ? "anomaly" : "normal";
    if (pieces.empty() || pieces.back().label != label)
      pieces.push_back({.line = part.line + static_cast<int>(i), .label = label, .who = part.who});
    LogPart& piece = pieces.back();
    piece.time_s.push_back(part.time_s[i]);
    const auto row = part.values.begin() + static_cast<std::ptrdiff_t>(i * axes);
    piece.values.insert(piece.values.end(), row, row + static_cast<std::ptrdiff_t>(axes));
  }
  for (LogPart& piece : pieces) {
    const double first = piece.time_s.front();
    for (double& t : piece.time_s) t -= first;
  }
  return pieces;
}

// 0 when the steps of the files differ.
double common_rate_hz(const std::vector<FoundPart>& found) {
  const double usual = usual_rate_hz(found);
  for (const FoundPart& f : found) {
    if (f.part.time_s.size() < 20) continue;
    const double rate = static_cast<double>(f.part.time_s.size() - 1) / f.part.time_s.back();
    if (!(rate > 0.9 * usual && rate < 1.1 * usual)) return 0.0;
  }
  return usual;
}

Sample sample_of(const FoundFile& f, const LogPart& part, bool alone, const SeriesOptions& o) {
  Sample s{.name = alone ? f.name : fmt::format("{}:{}", f.name, part.line)};
  s.label = !part.label.empty() ? part.label : f.label.empty() ? o.label : f.label;
  s.who = o.who.empty() ? speaker_of_file(f.name) : o.who;
  s.group = !f.folder.empty() ? f.folder : f.group.empty() ? f.who : f.group;
  if (s.group.empty()) s.group = o.group;
  s.licence = f.licence.empty() ? o.licence : f.licence;
  s.consent = f.consent.empty() ? o.consent : f.consent;
  s.given = f.given;
  s.source = f.name;
  return s;
}

}  // namespace

Result<WindowsByFile> parse_windows(std::string_view text, const std::string& name) {
  const nlohmann::json json = parse_json(text);
  if (!json.is_object())
    return Error{name + " is no JSON object; expected a list of windows for every file's name"};
  WindowsByFile all;
  for (const auto& [file, list] : json.items()) {
    const std::string& series = file;  // clang 14 cannot capture a part of a binding
    const auto bad = [&] {
      return Error{
          fmt::format("{}: the windows of '{}' are no list of pairs of dates like "
                      "2014-02-26 13:45:00",
                      name, series)};
    };
    if (!list.is_array()) return bad();
    std::vector<MarkedWindow>& windows = all[file];
    for (const nlohmann::json& pair : list) {
      if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
        return bad();
      const auto from = parse_date(pair[0].get<std::string>());
      const auto to = parse_date(pair[1].get<std::string>());
      if (!from || !to) return bad();
      windows.push_back({*from, *to});
    }
  }
  return all;
}

Result<SampleSet> import_series(const Path& path, const SeriesOptions& options) {
  const std::vector<FoundFile> files =
      TADPOLE_TRY(list_files(path, is_series, "series of values (.csv, .tsv, .txt)"));
  const WindowsByFile windows = TADPOLE_TRY(find_windows(path, options));
  std::vector<Channel> channels;
  std::vector<FoundPart> found;
  for (const FoundFile& file : files) {
    const std::string text = TADPOLE_TRY(read_text(file.file));
    SensorLog log = TADPOLE_TRY(parse_sensor_log(text, file.file.string(),
                                                 {.axes = options.columns,
                                                  .missing = options.missing,
                                                  .longest_gap_s = 0.0,
                                                  .order = TimeOrder::any}));
    if (channels.empty()) channels = log.channels;
    if (channels.size() != log.channels.size())
      return wrong_use(fmt::format("{} has {} columns, {} has {}; name the columns that both have",
                                   files[0].name, channels.size(), file.name, log.channels.size()));
    const std::vector<MarkedWindow>* marked = windows_of(windows, file);
    for (const LogPart& part : log.parts) {
      std::vector<LogPart> pieces = {part};
      if (marked != nullptr && !part.time_s.empty())
        pieces = cut_by_windows(part, channels.size(), part.start_s, *marked);
      const bool alone = pieces.size() == 1 && log.parts.size() == 1;
      for (LogPart& piece : pieces) {
        Sample sample = sample_of(file, piece, alone, options);
        found.push_back({.part = std::move(piece), .sample = std::move(sample)});
      }
    }
  }
  const double rate_hz = common_rate_hz(found);
  for (FoundPart& f : found) f.part.time_s.clear();  // rows as they are, whatever their steps
  SampleSet set = TADPOLE_TRY(make_motion_set("series", channels, std::move(found), 0.0, 0.0));
  set.rate_hz = rate_hz;
  return set;
}

}  // namespace tadpole
