// SPDX-License-Identifier: Apache-2.0
#include "core/data/sample_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/base/hash.h"
#include "core/base/json.h"

namespace tadpole {
namespace {

std::size_t place(Split split) { return static_cast<std::size_t>(split); }

struct People {
  std::array<std::set<std::string>, 3> by_split;
  std::string torn;  // somebody in two splits
  std::size_t unnamed = 0;
};

People people_of(const SampleSet& set) {
  People people;
  std::map<std::string, Split> seen;
  for (const Sample& s : set.samples) {
    people.by_split[place(s.split)].insert(s.who);
    const auto [at, is_new] = seen.emplace(s.who, s.split);
    if (!is_new && at->second != s.split) people.torn = s.who;
    people.unnamed += is_new && is_unnamed(s.who) ? 1 : 0;
  }
  return people;
}

// Fewer than three people cannot be kept apart: they are in several splits, and the proof says so.
std::size_t count_people(const People& people) {
  std::set<std::string> all;
  for (const auto& split : people.by_split) all.insert(split.begin(), split.end());
  return all.size();
}

void check_values(const SampleSet& set, const SampleWords& words, std::vector<Finding>& found) {
  if (set.type != ValueType::float32 || set.kind == "table") return;
  for (const Sample& s : set.samples) {
    for (const float value : set.float_values(s)) {
      if (std::isfinite(value)) continue;
      found.push_back({"no number", Severity::error, s.name,
                       fmt::format("{} holds a value that is no number; leave it out of the {}",
                                   s.name, words.items)});
      break;
    }
  }
}

// Rows of a table are often alike without harm.
void check_duplicates(const SampleSet& set, std::vector<Finding>& found) {
  if (set.kind == "table") return;
  std::map<std::string, const Sample*> first;
  for (const Sample& s : set.samples) {
    const auto bytes = set.stored(s);
    const auto [at, is_new] = first.emplace(Sha256().add(bytes.data(), bytes.size()).hex(), &s);
    if (is_new) continue;
    const Sample& other = *at->second;
    const bool torn = other.label != s.label, leaks = other.split != s.split;
    if (!torn && !leaks) continue;
    found.push_back(
        {"duplicate", Severity::warning, s.name,
         fmt::format("{} ({}, {}) and {} ({}, {}) are the same; {}", other.name, other.label,
                     split_name(other.split), s.name, s.label, split_name(s.split),
                     torn ? "one of the labels is wrong, remove one"
                          : "the test is too easy, remove one")});
  }
}

void check_classes(const SampleSet& set, const SampleWords& words, std::vector<Finding>& found) {
  std::map<std::string, std::array<int, 3>> counts;
  for (const Sample& s : set.samples) ++counts[s.label][place(s.split)];
  int least = 1 << 30, most = 0;
  for (const std::string& label : set.labels) {
    const auto& c = counts[label];
    if (c[0] == 0) {
      found.push_back({"missing class", Severity::warning, "",
                       fmt::format("there are no training {} of '{}': it cannot be learnt",
                                   words.items, label)});
    } else if (c[2] == 0) {
      found.push_back({"missing class", Severity::warning, "",
                       fmt::format("there are no test {} of '{}': how well it is known is not "
                                   "measured",
                                   words.items, label)});
    }
    least = std::min(least, c[0] + c[1] + c[2]), most = std::max(most, c[0] + c[1] + c[2]);
  }
  if (set.labels.empty() || least == 0 || most <= 4 * least) return;
  found.push_back({"imbalance", Severity::warning, "",
                   fmt::format("the largest class has {} {}, the smallest {}; collect more of the "
                               "small one or train with class_weights = \"balanced\"",
                               most, words.items, least)});
}

void check_people(const SampleSet& set, const SampleWords& words, std::vector<Finding>& found) {
  const auto proof = prove_sample_split(set, words);
  if (!proof.ok()) {
    found.push_back({"leak", Severity::error, "", proof.error().message});
    return;
  }
  if (!words.needs_who) return;
  const People people = people_of(set);
  if (people.unnamed > 0) {
    found.push_back({"unnamed", Severity::warning, "",
                     fmt::format("{} {} do not say which {} they are of and count as one each; the "
                                 "same {} may be in train and test: name it in a manifest or with "
                                 "--who",
                                 people.unnamed, words.items, words.who, words.who)});
  } else if (count_people(people) < 3) {
    found.push_back({"few", Severity::warning, "", proof.value()});
  }
}

struct Tally {
  std::array<int, 3> items{};
  std::set<std::string> who;
  void add(const Sample& s) { ++items[place(s.split)], who.insert(s.who); }
};

nlohmann::json tally_json(const std::map<std::string, Tally>& tallies) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, t] : tallies) {
    rows.push_back({{"name", name},
                    {"train", t.items[0]},
                    {"validation", t.items[1]},
                    {"test", t.items[2]},
                    {"speakers", t.who.size()}});
  }
  return rows;
}

nlohmann::json counts_json(const std::map<std::string, int>& counts) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, count] : counts) rows.push_back({{"name", name}, {"clips", count}});
  return rows;
}

}  // namespace

Result<std::string> prove_sample_split(const SampleSet& set, const SampleWords& words) {
  const People people = people_of(set);
  const auto& by = people.by_split;
  const bool few = count_people(people) < 3;
  if (!people.torn.empty() && !few) {
    return Error{
        fmt::format("the {} '{}' is in two splits: the test would be too easy; collect "
                    "again",
                    words.who, people.torn)};
  }
  if (!words.needs_who) {
    return fmt::format("{} {} train, {} validate, {} test; none is in two of them", by[0].size(),
                       words.items, by[1].size(), by[2].size());
  }
  if (few) {
    return fmt::format("there are fewer than three {}: how the model does with others is not known",
                       words.whos);
  }
  return fmt::format("{} {} train, {} validate, {} test; no {} is in two of them", by[0].size(),
                     words.whos, by[1].size(), by[2].size(), words.who);
}

std::vector<Finding> check_samples(const SampleSet& set, const SampleWords& words) {
  std::vector<Finding> found;
  check_values(set, words, found);
  check_duplicates(set, found);
  check_classes(set, words, found);
  check_people(set, words, found);
  std::stable_sort(found.begin(), found.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return found;
}

nlohmann::json sample_sheet(const SampleSet& set, const SampleWords& words,
                            const std::vector<Finding>& findings) {
  std::map<std::string, Tally> classes, groups;
  std::map<std::string, int> licences, consents, origins;
  Tally all;
  double seconds = 0.0;
  for (const Sample& s : set.samples) {
    all.add(s);
    if (!s.label.empty()) classes[s.label].add(s);
    if (!s.group.empty()) groups[s.group].add(s);
    ++licences[s.licence.empty() ? "not stated" : s.licence];
    ++consents[s.consent.empty() ? "not stated" : s.consent];
    ++origins[origin_name(s.origin)];
    if (set.rate_hz > 0.0) seconds += s.shape[0] / set.rate_hz;
  }
  const People people = people_of(set);
  const auto proof = prove_sample_split(set, words);
  const auto& by = people.by_split;
  nlohmann::json sheet = {
      {"version", set.version},
      {"labels", set.labels},
      {"clips", {{"train", all.items[0]}, {"validation", all.items[1]}, {"test", all.items[2]}}},
      {"speakers", all.who.size()},
      {"speakers_by_split",
       {{"train", by[0].size()}, {"validation", by[1].size()}, {"test", by[2].size()}}},
      {"hours", seconds / 3600.0},
      {"classes", tally_json(classes)},
      {"groups", tally_json(groups)},
      {"licences", counts_json(licences)},
      {"consents", counts_json(consents)},
      {"origins", counts_json(origins)},
      {"split_proof", proof.ok() ? proof.value() : proof.error().message},
      {"findings", nlohmann::json::array()}};
  for (const Finding& f : findings)
    sheet["findings"].push_back({{"check", f.check},
                                 {"severity", severity_name(f.severity)},
                                 {"file", f.file},
                                 {"sentence", f.sentence}});
  return sheet;
}

std::string sample_sheet_text(const nlohmann::json& sheet, const SampleWords& words) {
  const auto line = [&](const std::string& name, const nlohmann::json& row) {
    std::string text =
        fmt::format("{:<20} {:>7.0f} {:>10.0f} {:>6.0f}", name, json_number(row, "train"),
                    json_number(row, "validation"), json_number(row, "test"));
    if (words.needs_who && row.contains("speakers"))
      text += fmt::format(" {:>9.0f}", json_number(row, "speakers"));
    return text + "\n";
  };
  std::string text =
      fmt::format("{:<20} {:>7} {:>10} {:>6}", words.items, "train", "validation", "test");
  text += words.needs_who ? fmt::format(" {:>9}\n", words.whos) : "\n";
  for (const auto& row : json_list(sheet, "classes")) text += line(json_text(row, "name"), row);
  if (json_list(sheet, "classes").empty() && sheet.contains("clips"))
    text += line("all", sheet["clips"]);
  return text + json_text(sheet, "split_proof") + "\n";
}

}  // namespace tadpole
