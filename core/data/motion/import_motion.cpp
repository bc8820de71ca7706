// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_motion.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/data/motion/motion_files.h"
#include "core/data/motion/motion_set.h"
#include "core/data/motion/ts_file.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

bool is_log(const Path& file) {
  const std::string end = extension_of(file);
  return end == ".csv" || end == ".tsv" || end == ".txt" || end == ".ts" || end == ".log" ||
         end == ".dat";
}

bool is_ucr(const Path& file) {
  const std::string end = extension_of(file);
  return (end == ".tsv" || end == ".txt") && split_of_stem(file.stem().string()).has_value();
}

Result<SensorLog> read_log(const FoundFile& f, const MotionOptions& o) {
  const std::string text = TADPOLE_TRY(read_text(f.file));
  const std::string name = f.file.string();
  if (extension_of(f.file) == ".ts") return parse_ts(text, name, o.missing);
  if (is_ucr(f.file)) return parse_ucr(text, name, o.missing);
  return parse_sensor_log(text, name,
                          {.axes = o.axes, .missing = o.missing, .longest_gap_s = o.longest_gap_s});
}

// A sub-folder names the label, or, where rows name other labels, the person.
Sample sample_of(const FoundFile& f, const SensorLog& log, const LogPart& part,
                 const MotionOptions& o) {
  Sample s{.name = log.parts.size() == 1 ? f.name : fmt::format("{}:{}", f.name, part.line)};
  s.label = f.label;
  if (s.label.empty() && log.labelled) s.label = part.label;
  if (s.label.empty()) s.label = o.label;
  if (s.label.empty()) s.label = f.folder;
  s.who = !part.who.empty() ? part.who : f.who;
  if (s.who.empty() && !f.folder.empty() && f.folder != s.label && log.labelled) s.who = f.folder;
  if (s.who.empty()) s.who = o.who;
  if (s.who.empty()) s.who = speaker_of_file(log.separate ? s.name : f.name);
  s.group = f.group.empty() ? o.group : f.group;
  s.licence = f.licence.empty() ? o.licence : f.licence;
  s.consent = f.consent.empty() ? o.consent : f.consent;
  s.given = f.given ? f.given : split_of_stem(f.file.stem().string());
  s.source = f.name;
  return s;
}

std::string names_of(const std::vector<Channel>& channels) {
  std::vector<std::string> names;
  for (const Channel& c : channels) names.push_back(c.name);
  return join(names, ",");
}

Outcome check_channels(const std::vector<Channel>& first, const std::string& first_name,
                       const SensorLog& log, const std::string& name) {
  const bool same = std::equal(
      first.begin(), first.end(), log.channels.begin(), log.channels.end(),
      [](const Channel& a, const Channel& b) { return a.name == b.name && a.unit == b.unit; });
  if (same) return Done{};
  return wrong_use(
      fmt::format("{} has the axes {}, but {} has {}; name the axes that both have, or "
                  "import them apart",
                  first_name, names_of(first), name, names_of(log.channels)));
}

}  // namespace

Result<SampleSet> import_motion(const Path& path, const MotionOptions& options) {
  if (!(options.rate_hz >= 0.0 && options.rate_hz <= 1e6 && options.recorded_hz >= 0.0 &&
        options.recorded_hz <= 1e6))
    return wrong_use("a rate must lie between 0 (as recorded) and 1000000 Hz");
  const std::vector<FoundFile> files =
      TADPOLE_TRY(list_files(path, is_log, "recordings of motion (.csv, .tsv, .txt, .ts, .log)"));
  std::error_code code;
  const bool loose = std::filesystem::is_directory(path, code) &&
                     !std::filesystem::exists(path / "manifest.csv", code);
  std::vector<Channel> channels;
  std::vector<FoundPart> found;
  for (const FoundFile& file : files) {
    SensorLog log = TADPOLE_TRY(read_log(file, options));
    if (channels.empty()) channels = log.channels;
    TADPOLE_TRY(check_channels(channels, files[0].name, log, file.name));
    for (LogPart& part : log.parts) {
      FoundPart f{.part = {}, .sample = sample_of(file, log, part, options)};
      if (f.sample.label.empty() && loose)
        f.sample.label = label_of_stem(file.file.stem().string());
      f.part = std::move(part);
      found.push_back(std::move(f));
    }
  }
  return make_motion_set("motion", channels, std::move(found), options.rate_hz,
                         options.recorded_hz);
}

}  // namespace tadpole
