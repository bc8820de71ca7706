// SPDX-License-Identifier: Apache-2.0
#include "core/data/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/options.h"
#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/csv.h"
#include "core/data/manifest.h"

namespace tadpole {
namespace {

const std::vector<std::string> kColumns = {"file",    "label",  "word",       "speaker",
                                           "group",   "split",  "origin",     "licence",
                                           "consent", "source", "duration_s", "sha256"};

std::vector<std::string> clip_fields(const Clip& c) {
  return {c.file,
          c.label,
          c.word,
          c.speaker,
          c.group,
          split_name(c.split),
          origin_name(c.origin),
          c.licence,
          c.consent,
          c.source,
          fmt::format("{:.3f}", c.duration_s),
          c.sha256};
}

std::string content_version(const Dataset& d) {
  Sha256 hash;
  for (const std::string& label : d.labels) hash.add(label).add("\n");
  for (const Clip& clip : d.clips) hash.add(csv_line(clip_fields(clip)));
  for (const Background& b : d.background) hash.add(b.file).add(split_name(b.split)).add("\n");
  return hash.hex();
}

Error damaged(const Path& file, const std::string& what) {
  return Error{fmt::format("{}: {}; run: tadpole collect", file.string(), what)};
}

Result<Clip> read_clip_row(const CsvRow& row, const Path& file) {
  if (row.fields.size() != kColumns.size())
    return damaged(file, fmt::format("line {} has {} fields instead of {}", row.line,
                                     row.fields.size(), kColumns.size()));
  const auto& f = row.fields;
  const auto split = TADPOLE_TRY(parse_split(f[5]));
  const auto seconds = parse_number(f[10]);
  if (!split || !seconds.ok())
    return damaged(file, fmt::format("line {} has no split or no duration", row.line));
  return Clip{.file = f[0],
              .label = f[1],
              .word = f[2],
              .speaker = f[3],
              .group = f[4],
              .split = *split,
              .origin = f[6] == "synthetic" ? Origin::synthetic : Origin::recorded,
              .licence = f[7],
              .consent = f[8],
              .source = f[9],
              .duration_s = seconds.value(),
              .sha256 = f[11]};
}

Result<std::vector<std::int16_t>> load_samples(const Path& file) {
  const Audio audio = TADPOLE_TRY(read_audio(file));
  if (audio.rate_hz != kRateHz)
    return damaged(file, fmt::format("is at {} Hz instead of {} Hz", audio.rate_hz, kRateHz));
  return to_int16(audio.samples);
}

}  // namespace

const char* split_name(Split split) {
  return split == Split::train ? "train" : split == Split::validation ? "validation" : "test";
}
const char* origin_name(Origin origin) {
  return origin == Origin::synthetic ? "synthetic" : "recorded";
}

bool Dataset::synthetic() const {
  return std::any_of(clips.begin(), clips.end(),
                     [](const Clip& c) { return c.origin == Origin::synthetic; });
}

Outcome save_dataset(Dataset& d) {
  std::sort(d.clips.begin(), d.clips.end(), [](const Clip& a, const Clip& b) {
    return std::tie(a.file, a.label) < std::tie(b.file, b.label);
  });
  d.version = content_version(d);
  std::string csv = csv_line(kColumns);
  for (const Clip& clip : d.clips) csv += csv_line(clip_fields(clip));
  nlohmann::json json = {{"format", 1},
                         {"version", d.version},
                         {"labels", d.labels},
                         {"background", nlohmann::json::array()}};
  for (const Background& b : d.background) {
    json["background"].push_back({{"file", b.file},
                                  {"source", b.source},
                                  {"origin", origin_name(b.origin)},
                                  {"duration_s", b.duration_s},
                                  {"split", split_name(b.split)}});
  }
  TADPOLE_TRY(write_file(d.folder / "dataset.json", json_dump(json, 1) + "\n"));
  return write_file(d.folder / "manifest.csv", csv);
}

Result<Dataset> load_dataset(const Path& folder) {
  Dataset d;
  d.folder = folder;
  const Path facts = folder / "dataset.json", list = folder / "manifest.csv";
  const std::string facts_text = TADPOLE_TRY(read_text(facts));
  const nlohmann::json json = nlohmann::json::parse(facts_text, nullptr, false);
  if (json_list(json, "labels").empty()) return damaged(facts, "is no dataset description");
  for (const auto& label : json_list(json, "labels")) {
    if (label.is_string()) d.labels.push_back(label.get<std::string>());
  }
  for (const auto& b : json_list(json, "background")) {
    if (!b.is_object()) return damaged(facts, "lists a background that is no object");
    const auto split = parse_split(json_text(b, "split", "train"));
    d.background.push_back(
        {.file = json_text(b, "file", ""),
         .source = json_text(b, "source", ""),
         .origin = json_text(b, "origin", "") == "synthetic" ? Origin::synthetic : Origin::recorded,
         .duration_s = json_number(b, "duration_s"),
         .split = split.ok() && split.value() ? *split.value() : Split::train});
  }
  const std::string list_text = TADPOLE_TRY(read_text(list));
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(list_text, list.string()));
  if (rows.empty() || rows[0].fields != kColumns)
    return damaged(list, "has other columns than this version writes");
  for (std::size_t i = 1; i < rows.size(); ++i)
    d.clips.push_back(TADPOLE_TRY(read_clip_row(rows[i], list)));
  d.version = content_version(d);
  if (d.version != json_text(json, "version"))
    return damaged(list, "was changed by hand: its content is not the version in dataset.json");
  return d;
}

Result<std::vector<std::int16_t>> load_clip(const Dataset& dataset, const Clip& clip) {
  std::vector<std::int16_t> samples = TADPOLE_TRY(load_samples(dataset.folder / clip.file));
  if (samples.size() != kClipSamples)
    return damaged(dataset.folder / clip.file,
                   fmt::format("has {} samples instead of {}", samples.size(), kClipSamples));
  return samples;
}

Result<std::vector<std::int16_t>> load_background(const Dataset& dataset,
                                                  const Background& background) {
  return load_samples(dataset.folder / background.file);
}

}  // namespace tadpole
