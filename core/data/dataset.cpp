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
  for (const Background& b : d.background) {
    hash.add(csv_line({b.file, b.source, origin_name(b.origin), split_name(b.split)}));
  }
  return hash.hex();
}

constexpr const char* kManifest = "manifest.csv";
constexpr const char* kFacts = "dataset.json";
constexpr const char* kNextFacts = "dataset.json.next";

Origin parse_origin(const std::string& text) {
  return text == "synthetic" ? Origin::synthetic : Origin::recorded;
}

std::string hash_of(const std::vector<std::int16_t>& samples) {
  return Sha256().add(samples.data(), samples.size() * sizeof(std::int16_t)).hex();
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
  if (leaves_folder(f[0]))
    return damaged(file,
                   fmt::format("line {} names '{}', a file outside of the set", row.line, f[0]));
  return Clip{.file = f[0],
              .label = f[1],
              .word = f[2],
              .speaker = f[3],
              .group = f[4],
              .split = *split,
              .origin = parse_origin(f[6]),
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

namespace {

nlohmann::json facts_json(const Dataset& d) {
  nlohmann::json background = nlohmann::json::array();
  for (const Background& b : d.background) {
    background.push_back({{"file", b.file},
                          {"source", b.source},
                          {"origin", origin_name(b.origin)},
                          {"duration_s", b.duration_s},
                          {"split", split_name(b.split)}});
  }
  return {{"format", 1}, {"version", d.version}, {"labels", d.labels}, {"background", background}};
}

Result<Background> read_background(const nlohmann::json& b, const Path& file) {
  const auto split = parse_split(json_text(b, "split"));
  if (!b.is_object() || !split.ok() || !split.value() || json_text(b, "file").empty()) {
    return damaged(file, "lists a background without file or split");
  }
  if (leaves_folder(json_text(b, "file")))
    return damaged(
        file, "lists the background '" + json_text(b, "file") + "', a file outside of the set");
  return Background{.file = json_text(b, "file"),
                    .source = json_text(b, "source"),
                    .origin = parse_origin(json_text(b, "origin")),
                    .duration_s = json_number(b, "duration_s"),
                    .split = *split.value()};
}

Outcome read_facts(const Path& file, Dataset& d) {
  const std::string text = TADPOLE_TRY(read_text(file));
  const nlohmann::json json = parse_json(text);
  if (json_list(json, "labels").empty()) return damaged(file, "is no dataset description");
  for (const auto& label : json_list(json, "labels")) {
    if (!label.is_string()) return damaged(file, "lists a label that is no text");
    d.labels.push_back(label.get<std::string>());
  }
  for (const auto& b : json_list(json, "background")) {
    d.background.push_back(TADPOLE_TRY(read_background(b, file)));
  }
  d.version = json_text(json, "version");
  return Done{};
}

Result<std::vector<Clip>> read_clips(const Path& file) {
  const std::string text = TADPOLE_TRY(read_text(file));
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(text, file.string()));
  if (rows.empty() || rows[0].fields != kColumns) {
    return damaged(file, "has other columns than this version writes");
  }
  std::vector<Clip> clips;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    clips.push_back(TADPOLE_TRY(read_clip_row(rows[i], file)));
  }
  return clips;
}

}  // namespace

// The manifest decides: until it is there the old facts hold, afterwards the new ones. A kill
// between the two leaves dataset.json.next, and load_dataset() takes whichever belongs to the
// manifest.
Outcome save_dataset(Dataset& d) {
  std::sort(d.clips.begin(), d.clips.end(), [](const Clip& a, const Clip& b) {
    return std::tie(a.file, a.label, a.source) < std::tie(b.file, b.label, b.source);
  });
  d.version = content_version(d);
  std::string csv = csv_line(kColumns);
  for (const Clip& clip : d.clips) csv += csv_line(clip_fields(clip));
  const Path next = d.folder / kNextFacts, facts = d.folder / kFacts;
  TADPOLE_TRY(write_file(next, json_dump(facts_json(d), 1) + "\n"));
  TADPOLE_TRY(write_file(d.folder / kManifest, csv));
  std::error_code code;
  std::filesystem::rename(next, facts, code);
  if (code) return Error{fmt::format("cannot write {}: {}", facts.string(), code.message())};
  return Done{};
}

Result<Dataset> load_dataset(const Path& folder) {
  std::error_code code;
  if (!std::filesystem::exists(folder / kManifest, code)) {
    return damaged(folder, "holds no dataset (manifest.csv is missing)");
  }
  const std::vector<Clip> clips = TADPOLE_TRY(read_clips(folder / kManifest));
  for (const char* name : {kFacts, kNextFacts}) {
    if (!std::filesystem::exists(folder / name, code)) continue;
    Dataset d;
    d.folder = folder;
    d.clips = clips;
    TADPOLE_TRY(read_facts(folder / name, d));
    if (content_version(d) == d.version) return d;
  }
  return damaged(folder / kManifest,
                 "was changed by hand: its content is not the version in dataset.json");
}

Result<std::vector<std::int16_t>> load_clip(const Dataset& dataset, const Clip& clip) {
  std::vector<std::int16_t> samples = TADPOLE_TRY(load_samples(dataset.folder / clip.file));
  const Path file = dataset.folder / clip.file;
  if (samples.size() != kClipSamples) {
    return damaged(file, fmt::format("has {} samples instead of {}", samples.size(), kClipSamples));
  }
  if (hash_of(samples) != clip.sha256) return damaged(file, "is not the sound that was collected");
  return samples;
}

Result<std::vector<std::int16_t>> load_background(const Dataset& dataset,
                                                  const Background& background) {
  return load_samples(dataset.folder / background.file);
}

}  // namespace tadpole
