// SPDX-License-Identifier: Apache-2.0
#include "core/data/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/base/json.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

constexpr double kSilentRms = 3e-4;  // -70 dB of full scale: below the noise of any microphone

void check_sound(const Clip& clip, const ClipFacts& f, std::vector<Finding>& found) {
  if (clip.label == "silence") return;
  if (f.rms < kSilentRms)
    found.push_back(
        {"silent", Severity::warning, clip.file,
         fmt::format("{} ({}) is silent: its level is {:.0f} dB of full scale; record it again",
                     clip.source, clip.label, 20 * std::log10(f.rms + 1e-9))});
  if (f.clipped_share > 0.005)
    found.push_back(
        {"clipped", Severity::warning, clip.file,
         fmt::format(
             "{} ({}) is clipped: {:.1f} % of its samples are at full scale; record with less gain",
             clip.source, clip.label, 100 * f.clipped_share)});
  if (f.original_s < 0.1)
    found.push_back({"too short", Severity::warning, clip.file,
                     fmt::format("{} ({}) lasts {:.2f} s; a word needs about 0.3 s", clip.source,
                                 clip.label, f.original_s)});
  if (f.original_hz < 16000)
    found.push_back({"low rate", Severity::note, clip.file,
                     fmt::format("{} was recorded at {} Hz: nothing above {} Hz is in it",
                                 clip.source, f.original_hz, f.original_hz / 2)});
}

// Silent clips are all alike: another check speaks of them.
void check_duplicates(const Dataset& d, const std::vector<ClipFacts>& facts,
                      std::vector<Finding>& found) {
  std::map<std::string, const Clip*> first;
  for (std::size_t i = 0; i < d.clips.size(); ++i) {
    const Clip& clip = d.clips[i];
    if (i < facts.size() && facts[i].rms < kSilentRms) continue;
    const auto [at, is_new] = first.emplace(clip.sha256, &clip);
    const Clip& other = *at->second;
    if (is_new || (clip.label == "silence" && other.label == "silence")) continue;
    const bool torn = other.label != clip.label, leaks = other.split != clip.split;
    found.push_back(
        {"duplicate", torn || leaks ? Severity::error : Severity::warning, clip.file,
         fmt::format("the same sound is {} ({}, {}) and {} ({}, {}){}", other.source, other.label,
                     split_name(other.split), clip.source, clip.label, split_name(clip.split),
                     torn    ? "; one of the labels is wrong, remove one recording"
                     : leaks ? "; remove one recording"
                             : "")});
  }
}

void check_class_count(const Dataset& d, std::vector<Finding>& found) {
  std::set<std::string> labels;
  for (const Clip& clip : d.clips) labels.insert(clip.label);
  if (labels.size() >= 2) return;
  found.push_back(
      {"one class", Severity::error, "",
       fmt::format("all clips have the label '{}'; a model needs at least two classes to "
                   "tell apart, add recordings of another word",
                   labels.empty() ? "" : *labels.begin())});
}

void check_classes(const Dataset& d, std::vector<Finding>& found) {
  std::map<std::string, std::array<int, 3>> counts;
  for (const Clip& clip : d.clips) ++counts[clip.label][static_cast<std::size_t>(clip.split)];
  int least = 1 << 30, most = 0;
  for (const std::string& label : d.labels) {
    const auto& c = counts[label];
    const int all = c[0] + c[1] + c[2];
    if (c[0] == 0)
      found.push_back(
          {"missing class", Severity::error, "",
           fmt::format("there is no training clip for '{}'; record or synthesize some", label)});
    for (const Split s : {Split::validation, Split::test}) {
      if (c[0] > 0 && c[static_cast<std::size_t>(s)] == 0)
        found.push_back({"missing class", Severity::warning, "",
                         fmt::format("there is no {} clip for '{}'; results for it are not known",
                                     split_name(s), label)});
    }
    least = std::min(least, all), most = std::max(most, all);
  }
  if (least > 0 && most > 4 * least)
    found.push_back({"imbalance", Severity::warning, "",
                     fmt::format("the largest class has {} clips, the smallest {}; collect more of "
                                 "the small one or train with class_weights = \"balanced\"",
                                 most, least)});
}

void check_speakers(const Dataset& d, std::vector<Finding>& found) {
  const auto proof = prove_speaker_split(d);
  if (!proof.ok()) {
    found.push_back({"leaking speaker", Severity::error, "", proof.error().message});
    return;
  }
  std::set<std::string> speakers, unnamed;
  for (const Clip& clip : d.clips) {
    if (clip.label != "silence")
      (is_unnamed(clip.speaker) ? unnamed : speakers).insert(clip.speaker);
  }
  if (!unnamed.empty()) {
    found.push_back({"unknown speaker", Severity::warning, "",
                     fmt::format("{} recordings name no speaker and count as one speaker each; the "
                                 "same person may be in train and test: name speakers in a "
                                 "manifest or with --speaker",
                                 unnamed.size())});
  } else if (speakers.size() < 3) {
    found.push_back({"few speakers", Severity::warning, "", proof.value().sentence});
  }
}

struct Tally {
  std::array<int, 3> clips{};
  std::set<std::string> speakers;
};

nlohmann::json tally_json(const std::map<std::string, Tally>& tallies) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, t] : tallies) {
    rows.push_back({{"name", name},
                    {"train", t.clips[0]},
                    {"validation", t.clips[1]},
                    {"test", t.clips[2]},
                    {"speakers", t.speakers.size()}});
  }
  return rows;
}

nlohmann::json counts_json(const std::map<std::string, int>& counts) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [name, count] : counts) rows.push_back({{"name", name}, {"clips", count}});
  return rows;
}

}  // namespace

const char* severity_name(Severity s) {
  return s == Severity::error ? "error" : s == Severity::warning ? "warning" : "note";
}

ClipFacts measure(const std::vector<std::int16_t>& samples, double original_s, int original_hz) {
  ClipFacts f{.original_s = original_s, .original_hz = original_hz};
  double sum = 0.0;
  int full = 0;
  for (const std::int16_t s : samples) {
    const double v = std::fabs(static_cast<double>(s)) / 32768.0;
    f.peak = std::max(f.peak, v);
    sum += v * v;
    full += s >= 32767 || s <= -32768;
  }
  f.rms = std::sqrt(sum / std::max<double>(1.0, static_cast<double>(samples.size())));
  f.clipped_share = full / std::max<double>(1.0, static_cast<double>(samples.size()));
  return f;
}

std::vector<Finding> check_dataset(const Dataset& d, const std::vector<ClipFacts>& facts) {
  std::vector<Finding> found;
  for (std::size_t i = 0; i < d.clips.size() && i < facts.size(); ++i)
    check_sound(d.clips[i], facts[i], found);
  check_duplicates(d, facts, found);
  check_class_count(d, found);
  check_classes(d, found);
  check_speakers(d, found);
  std::stable_sort(found.begin(), found.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return found;
}

nlohmann::json datasheet(const Dataset& d, const std::vector<Finding>& findings) {
  std::map<std::string, Tally> classes, groups;
  std::map<std::string, int> licences, consents, origins;
  Tally all;
  double seconds = 0.0;
  for (const Clip& clip : d.clips) {
    const auto split = static_cast<std::size_t>(clip.split);
    for (Tally* t : {&classes[clip.label], &all})
      ++t->clips[split], t->speakers.insert(clip.speaker);
    if (!clip.group.empty())
      ++groups[clip.group].clips[split], groups[clip.group].speakers.insert(clip.speaker);
    ++licences[clip.licence.empty() ? "not stated" : clip.licence];
    ++consents[clip.consent.empty() ? "not stated" : clip.consent];
    if (clip.label != "silence") ++origins[origin_name(clip.origin)];
    seconds += clip.duration_s;
  }
  const auto proof = prove_speaker_split(d);
  nlohmann::json sheet = {
      {"version", d.version},
      {"labels", d.labels},
      {"clips", {{"train", all.clips[0]}, {"validation", all.clips[1]}, {"test", all.clips[2]}}},
      {"speakers", all.speakers.size()},
      {"hours", seconds / 3600.0},
      {"classes", tally_json(classes)},
      {"groups", tally_json(groups)},
      {"licences", counts_json(licences)},
      {"consents", counts_json(consents)},
      {"origins", counts_json(origins)},
      {"split_proof", proof.ok() ? proof.value().sentence : proof.error().message},
      {"findings", nlohmann::json::array()}};
  if (proof.ok())
    sheet["speakers_by_split"] = {{"train", proof.value().train},
                                  {"validation", proof.value().validation},
                                  {"test", proof.value().test}};
  for (const Finding& f : findings)
    sheet["findings"].push_back({{"check", f.check},
                                 {"severity", severity_name(f.severity)},
                                 {"file", f.file},
                                 {"sentence", f.sentence}});
  return sheet;
}

std::string datasheet_text(const nlohmann::json& sheet) {
  std::string text = fmt::format("{:<14} {:>7} {:>10} {:>6} {:>9}\n", "class", "train",
                                 "validation", "test", "speakers");
  for (const auto& row : json_list(sheet, "classes")) {
    text += fmt::format("{:<14} {:>7.0f} {:>10.0f} {:>6.0f} {:>9.0f}\n", json_text(row, "name"),
                        json_number(row, "train"), json_number(row, "validation"),
                        json_number(row, "test"), json_number(row, "speakers"));
  }
  return text + json_text(sheet, "split_proof") + "\n";
}

}  // namespace tadpole
