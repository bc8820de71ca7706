// SPDX-License-Identifier: Apache-2.0
#include "core/data/sample_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/csv.h"

namespace tadpole {
namespace {

const std::vector<std::string> kColumns = {"name",    "label",  "targets", "who",
                                           "group",   "split",  "origin",  "licence",
                                           "consent", "source", "shape",   "offset"};

template <typename T>
std::span<const T> typed(std::span<const std::uint8_t> bytes) {
  TADPOLE_EXPECT(reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(T) == 0);
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

template <typename T>
void append_values(SampleSet& set, Sample sample, std::span<const T> values) {
  TADPOLE_EXPECT(value_bytes(set.type) == sizeof(T) && values.size() == sample.values());
  sample.offset = set.bytes.size() / sizeof(T);
  const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
  set.bytes.insert(set.bytes.end(), first, first + values.size() * sizeof(T));
  set.samples.push_back(std::move(sample));
}

bool same_channels(const SampleSet& a, const SampleSet& b) {
  return std::equal(a.channels.begin(), a.channels.end(), b.channels.begin(), b.channels.end(),
                    [](const Channel& x, const Channel& y) {
                      return x.name == y.name && x.categories == y.categories;
                    });
}

std::string set_text(const SampleSet& s) {
  std::vector<std::string> names;
  for (const Channel& c : s.channels) names.push_back(c.name);
  return fmt::format("{} of {} at {:g} Hz with channels {}", s.kind, value_type_name(s.type),
                     s.rate_hz, join(names, ","));
}

std::vector<std::string> fields_of(const Sample& s) {
  std::vector<std::string> targets;
  for (const float t : s.targets) targets.push_back(fmt::format("{:.9g}", t));
  return {s.name,
          s.label,
          join(targets, " "),
          s.who,
          s.group,
          split_name(s.split),
          origin_name(s.origin),
          s.licence,
          s.consent,
          s.source,
          fmt::format("{}x{}x{}", s.shape[0], s.shape[1], s.shape[2]),
          std::to_string(s.offset)};
}

nlohmann::json facts_of(const SampleSet& s) {
  nlohmann::json channels = nlohmann::json::array();
  for (const Channel& c : s.channels)
    channels.push_back({{"name", c.name}, {"unit", c.unit}, {"categories", c.categories}});
  return {{"format", 1},          {"kind", s.kind},     {"type", value_type_name(s.type)},
          {"rate_hz", s.rate_hz}, {"labels", s.labels}, {"targets", s.targets},
          {"channels", channels}};
}

std::string version_of(const SampleSet& s, std::string_view manifest) {
  return Sha256()
      .add(facts_of(s).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))
      .add(manifest)
      .add(s.bytes.data(), s.bytes.size())
      .hex();
}

std::string manifest_of(const SampleSet& s) {
  std::string text = csv_line(kColumns);
  for (const Sample& sample : s.samples) text += csv_line(fields_of(sample));
  return text;
}

Error damaged(const Path& folder, const std::string& what) {
  return Error{folder.string() + " is damaged: " + what + "; run collect again"};
}

std::vector<std::string> texts(const nlohmann::json& json, const char* key) {
  std::vector<std::string> all;
  for (const auto& item : json_list(json, key))
    if (item.is_string()) all.push_back(item.get<std::string>());
  return all;
}

bool read_facts(const nlohmann::json& json, SampleSet& set) {
  if (!json.is_object() || json_number(json, "format") != 1) return false;
  set.kind = json_text(json, "kind");
  const std::string type = json_text(json, "type");
  bool known = false;
  for (const ValueType t : {ValueType::uint8, ValueType::int16, ValueType::float32})
    if (type == value_type_name(t)) set.type = t, known = true;
  set.rate_hz = json_number(json, "rate_hz");
  set.labels = texts(json, "labels");
  set.targets = texts(json, "targets");
  set.version = json_text(json, "version");
  for (const auto& item : json_list(json, "channels"))
    set.channels.push_back(
        {json_text(item, "name"), json_text(item, "unit"), texts(item, "categories")});
  return known;
}

bool read_shape(const std::string& text, std::array<int, 3>& shape) {
  const std::vector<std::string> sides = split(text, 'x');
  if (sides.size() != 3) return false;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto side = parse_whole(sides[i]);
    if (!side || *side < 1 || *side > (1 << 28)) return false;
    shape[i] = static_cast<int>(*side);
  }
  return true;
}

bool read_sample(const std::vector<std::string>& f, std::size_t values, Sample& s) {
  if (f.size() != kColumns.size()) return false;
  s.name = f[0], s.label = f[1], s.who = f[3], s.group = f[4];
  s.licence = f[7], s.consent = f[8], s.source = f[9];
  if (!f[2].empty()) {
    for (const std::string& t : split(f[2], ' ')) {
      const auto number = parse_real(t);
      if (!number) return false;
      s.targets.push_back(static_cast<float>(*number));
    }
  }
  for (const Split one : {Split::train, Split::validation, Split::test})
    if (f[5] == split_name(one)) s.split = one;
  s.origin = f[6] == "synthetic" ? Origin::synthetic : Origin::recorded;
  const auto offset = parse_whole(f[11]);
  if (!offset || *offset < 0 || !read_shape(f[10], s.shape)) return false;
  s.offset = static_cast<std::size_t>(*offset);
  return s.offset <= values && s.values() <= values - s.offset;
}

}  // namespace

std::size_t value_bytes(ValueType type) {
  return type == ValueType::uint8 ? 1 : type == ValueType::int16 ? 2 : 4;
}

const char* value_type_name(ValueType type) {
  return type == ValueType::uint8 ? "uint8" : type == ValueType::int16 ? "int16" : "float32";
}

void SampleSet::add(Sample sample, std::span<const std::uint8_t> values) {
  append_values(*this, std::move(sample), values);
}
void SampleSet::add(Sample sample, std::span<const std::int16_t> values) {
  append_values(*this, std::move(sample), values);
}
void SampleSet::add(Sample sample, std::span<const float> values) {
  append_values(*this, std::move(sample), values);
}

Outcome SampleSet::append(const SampleSet& more) {
  if (samples.empty() && kind.empty()) {
    *this = more;
    return Done{};
  }
  if (kind != more.kind || type != more.type || rate_hz != more.rate_hz ||
      !same_channels(*this, more) || targets != more.targets) {
    return wrong_use("the sources do not fit together: one holds " + set_text(*this) +
                     ", another " + set_text(more) + "; keep one of them, or make them alike");
  }
  const std::size_t before = bytes.size() / value_bytes(type);
  bytes.insert(bytes.end(), more.bytes.begin(), more.bytes.end());
  for (Sample sample : more.samples) {
    sample.offset += before;
    samples.push_back(std::move(sample));
  }
  for (const std::string& label : more.labels)
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  return Done{};
}

std::span<const std::uint8_t> SampleSet::stored(const Sample& sample) const {
  const std::size_t size = value_bytes(type);
  return std::span(bytes).subspan(sample.offset * size, sample.values() * size);
}
std::span<const std::uint8_t> SampleSet::uint8_values(const Sample& sample) const {
  TADPOLE_EXPECT(type == ValueType::uint8);
  return stored(sample);
}
std::span<const std::int16_t> SampleSet::int16_values(const Sample& sample) const {
  TADPOLE_EXPECT(type == ValueType::int16);
  return typed<std::int16_t>(stored(sample));
}
std::span<const float> SampleSet::float_values(const Sample& sample) const {
  TADPOLE_EXPECT(type == ValueType::float32);
  return typed<float>(stored(sample));
}

Outcome finish_samples(SampleSet& set, const SplitOptions& options) {
  if (set.samples.empty()) {
    return wrong_use("the sources hold no sample; give a folder or a file that holds some");
  }
  std::set<std::string> found;
  for (const Sample& s : set.samples)
    if (!s.label.empty()) found.insert(s.label);
  for (const std::string& label : found)
    if (std::find(set.labels.begin(), set.labels.end(), label) == set.labels.end())
      set.labels.push_back(label);
  if (set.labels.size() == 1) {
    return wrong_use("all samples have the label '" + set.labels[0] +
                     "'; a classifier needs at least two classes");
  }
  std::vector<SplitWish> wishes;
  for (Sample& s : set.samples) {
    if (s.who.empty()) s.who = speaker_of_file(s.name);
    wishes.push_back({.speaker = s.who, .given = s.given, .label = s.label, .clip = s.name});
  }
  const std::vector<Split> splits = split_by_speaker(wishes, options);
  for (std::size_t i = 0; i < splits.size(); ++i) set.samples[i].split = splits[i];
  return Done{};
}

Outcome save_samples(SampleSet& set, const Path& folder) {
  const std::string manifest = manifest_of(set);
  set.version = version_of(set, manifest);
  nlohmann::json facts = facts_of(set);
  facts["version"] = set.version;
  TADPOLE_TRY(make_folder(folder));
  TADPOLE_TRY(write_file(folder / "samples.bin", set.bytes));
  TADPOLE_TRY(
      write_file(folder / "dataset.json",
                 facts.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
  return write_file(folder / "manifest.csv", manifest);
}

Result<SampleSet> load_samples(const Path& folder) {
  SampleSet set;
  const std::string facts = TADPOLE_TRY(read_text(folder / "dataset.json"));
  if (!read_facts(parse_json(facts), set)) {
    return damaged(folder, "dataset.json does not describe a set of samples");
  }
  const std::string manifest = TADPOLE_TRY(read_text(folder / "manifest.csv"));
  set.bytes = TADPOLE_TRY(read_bytes(folder / "samples.bin"));
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(manifest, "manifest.csv"));
  const std::size_t values = set.bytes.size() / value_bytes(set.type);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    Sample sample;
    if (!read_sample(rows[i].fields, values, sample))
      return damaged(folder, fmt::format("line {} of manifest.csv names no sample", rows[i].line));
    set.samples.push_back(std::move(sample));
  }
  if (version_of(set, manifest) != set.version)
    return damaged(folder, "its files are not those that dataset.json was written for");
  return set;
}

}  // namespace tadpole
