// SPDX-License-Identifier: Apache-2.0
#include "core/data/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/clip_store.h"
#include "core/data/noise.h"

namespace tadpole {
namespace {

struct Work {
  const CollectorOptions& options;
  const Path& folder;
  ThreadPool& pool;
  Progress& progress;
  ClipStore& store;
  Collected result;
  std::map<std::string, ClipFacts> facts;    // by clip content
  std::vector<std::optional<Split>> wishes;  // per clip of the dataset
  std::vector<Finding> refusals;
  std::vector<Finding> said;  // what was found on the way
  std::vector<const Recording*> others;
};

std::string label_of_word(const std::string& word, const std::vector<std::string>& keywords) {
  if (word == "silence") return word;
  return std::find(keywords.begin(), keywords.end(), word) != keywords.end() ? word : "unknown";
}

std::string label_of(const Recording& r, const std::vector<std::string>& keywords) {
  return r.is_background ? "silence" : label_of_word(r.word, keywords);
}

void add_clip(Work& w, const Recording& r, std::string label, const StoredClip& stored) {
  std::string word = r.word;
  const auto edit = w.options.words_by_content.find(stored.sha256.substr(0, 16));
  if (edit != w.options.words_by_content.end()) {
    if (edit->second.empty()) return;
    word = edit->second;
    label = label_of_word(word, w.options.keywords);
  }
  w.result.dataset.clips.push_back({.file = ClipStore::clip_file(stored.sha256),
                                    .label = std::move(label),
                                    .word = std::move(word),
                                    .speaker = r.speaker,
                                    .group = r.group,
                                    .split = Split::train,
                                    .origin = r.origin,
                                    .licence = r.licence,
                                    .consent = r.consent,
                                    .source = r.source,
                                    .duration_s = stored.facts.original_s,
                                    .sha256 = stored.sha256});
  w.wishes.push_back(r.split);
  w.facts[stored.sha256] = stored.facts;
}

// Recordings in pieces, so that stopping and the progress bar are near.
Outcome import_all(Work& w, const std::vector<const Recording*>& wanted) {
  w.progress.begin("import", static_cast<std::int64_t>(wanted.size()));
  constexpr std::size_t kPiece = 64;
  for (std::size_t first = 0; first < wanted.size(); first += kPiece) {
    if (w.progress.stop_requested())
      return Error{"stopped; the same command goes on from here", ErrorKind::cancelled};
    const std::size_t count = std::min(kPiece, wanted.size() - first);
    std::vector<std::optional<Result<StoredClip>>> stored(count);
    w.pool.run(count,
               [&](std::size_t i) { stored[i].emplace(w.store.import(*wanted[first + i])); });
    for (std::size_t i = 0; i < count; ++i) {
      const StoredClip clip = TADPOLE_TRY(std::move(*stored[i]));
      const Recording& r = *wanted[first + i];
      if (clip.sha256.empty()) {
        w.refusals.push_back({"not read", Severity::warning, r.source, clip.refusal});
      } else {
        add_clip(w, r, label_of(r, w.options.keywords), clip);
      }
    }
    w.progress.update(static_cast<std::int64_t>(first + count), "");
  }
  w.progress.end();
  return Done{};
}

double keyword_average(const Work& w) {
  double clips = 0.0;
  for (const Clip& clip : w.result.dataset.clips)
    clips += clip.label != "unknown" && clip.label != "silence";
  return clips / static_cast<double>(w.options.keywords.size());
}

// Other words are many: as many as wanted, spread over the words.
std::vector<const Recording*> choose_spread(std::vector<const Recording*> others,
                                            std::size_t wanted, std::uint64_t seed) {
  if (others.size() <= wanted) return others;
  Rng(seed).fork(101).shuffle(others);
  std::map<std::string, std::vector<const Recording*>> by_word;
  for (const Recording* r : others) by_word[r->word].push_back(r);
  std::vector<const Recording*> chosen;
  for (std::size_t round = 0; chosen.size() < wanted; ++round) {
    for (const auto& [word, list] : by_word) {
      if (round < list.size() && chosen.size() < wanted) chosen.push_back(list[round]);
    }
  }
  return chosen;
}

// Each background is cut into three stretches, one per split, so that no split hears another one's
// noise.
struct Stretch {
  Split split;
  double from, to;
};
constexpr Stretch kStretches[] = {
    {Split::train, 0.0, 0.7}, {Split::validation, 0.7, 0.8}, {Split::test, 0.8, 1.0}};

Outcome add_background(Work& w, const std::vector<float>& samples, const std::string& name,
                       Origin origin) {
  for (const Stretch& s : kStretches) {
    const auto from = static_cast<std::ptrdiff_t>(s.from * static_cast<double>(samples.size()));
    const auto to = static_cast<std::ptrdiff_t>(s.to * static_cast<double>(samples.size()));
    if (to - from < kClipSamples / 4) continue;
    const std::vector<std::int16_t> part = to_int16(std::span(samples).subspan(
        static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
    w.result.dataset.background.push_back({.file = TADPOLE_TRY(w.store.store_background(part)),
                                           .source = name,
                                           .origin = origin,
                                           .duration_s = static_cast<double>(part.size()) / kRateHz,
                                           .split = s.split});
  }
  return Done{};
}

Outcome collect_background(Work& w, const std::vector<const Recording*>& recordings) {
  for (const Recording* r : recordings) {
    const auto samples = read_audio_16k(r->file);
    if (!samples.ok()) {
      w.refusals.push_back({"not read", Severity::warning, r->source, samples.error().message});
      continue;
    }
    TADPOLE_TRY(add_background(w, samples.value(), r->source, r->origin));
  }
  if (!w.result.dataset.background.empty()) return Done{};
  for (const NoiseColour colour : all_noise_colours()) {
    TADPOLE_TRY(add_background(w, make_noise(colour, 30.0, w.options.seed),
                               std::string("made noise: ") + noise_name(colour),
                               Origin::synthetic));
  }
  return Done{};
}

// A cut of a background at a random gain, from nothing at all to its full level.
std::vector<std::int16_t> cut_silence(const std::vector<std::int16_t>& from, Rng& rng) {
  std::vector<std::int16_t> clip(kClipSamples, 0);
  const double gain = rng.uniform() < 0.1 ? 0.0 : std::pow(rng.uniform(), 2.0);
  const std::size_t start = from.size() > kClipSamples ? rng.below(from.size() - kClipSamples) : 0;
  for (std::size_t i = 0; i < clip.size(); ++i) {
    const double s = gain * static_cast<double>(from[(start + i) % from.size()]) + rng.normal();
    clip[i] = static_cast<std::int16_t>(std::clamp(std::lround(s), -32768L, 32767L));
  }
  return clip;
}

Outcome add_silence(Work& w, int missing) {
  const std::vector<Background> backgrounds = w.result.dataset.background;
  Rng rng = Rng(w.options.seed).fork(202);
  const double test = w.options.split.test_percent / 100.0,
               validation = w.options.split.validation_percent / 100.0;
  for (int i = 0; i < missing; ++i) {
    const double share = (i + 0.5) / missing;
    const Split split = share < test                ? Split::test
                        : share < test + validation ? Split::validation
                                                    : Split::train;
    std::vector<const Background*> usable;
    for (const Background& b : backgrounds) {
      if (b.split == split) usable.push_back(&b);
    }
    if (usable.empty()) continue;
    const Background& b = *usable[rng.below(usable.size())];
    const std::vector<std::int16_t> cut =
        cut_silence(TADPOLE_TRY(load_background(w.result.dataset, b)), rng);
    const StoredClip stored = TADPOLE_TRY(w.store.store(cut));
    const Recording r{.file = b.file,
                      .word = "silence",
                      .speaker = fmt::format("background {} ({})", b.source, split_name(split)),
                      .group = {},
                      .split = split,
                      .origin = b.origin,
                      .licence = {},
                      .consent = "not needed: no person",
                      .source = b.source};
    add_clip(w, r, "silence", stored);
  }
  return Done{};
}

// Words by their speakers, silence by its recordings: two pools, so that each split gets some of
// both.
void assign_splits(Work& w, bool silence) {
  std::vector<Clip>& clips = w.result.dataset.clips;
  std::vector<SplitWish> wishes;
  std::vector<Clip*> chosen;
  for (std::size_t i = 0; i < clips.size(); ++i) {
    if ((clips[i].label == "silence") != silence) continue;
    wishes.push_back({clips[i].speaker, w.wishes[i], clips[i].label, clips[i].source});
    chosen.push_back(&clips[i]);
  }
  const SplitPlan plan = plan_speaker_split(wishes, w.options.split);
  for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i]->split = plan.splits[i];
  for (const std::string& speaker : plan.torn_speakers) {
    w.said.push_back({"leaking speaker", Severity::warning, "",
                      fmt::format("the source has clips of '{}' in several splits, so a test would "
                                  "hear a voice that was trained on; its clips were put into one",
                                  speaker)});
  }
}

// The same sound may not be trained on and tested on: the copy in the smaller split stays.
void drop_copies_across_splits(Work& w) {
  std::map<std::pair<std::string, std::string>, Split> stays;
  std::vector<Clip>& clips = w.result.dataset.clips;
  for (const Clip& c : clips) {
    const auto [at, is_new] = stays.emplace(std::pair(c.sha256, c.label), c.split);
    if (!is_new) at->second = std::max(at->second, c.split);
  }
  const auto is_copy = [&](const Clip& c) {
    if (c.split == stays[{c.sha256, c.label}]) return false;
    if (c.label != "silence") {
      w.said.push_back(
          {"duplicate", Severity::warning, c.file,
           fmt::format("{} ({}) is the same sound as a clip of another split; it was left out",
                       c.source, c.label)});
    }
    return true;
  };
  clips.erase(std::remove_if(clips.begin(), clips.end(), is_copy), clips.end());
}

// A class without a clip cannot be learnt.
void drop_empty_unknown(Work& w) {
  Dataset& d = w.result.dataset;
  const bool there = std::any_of(d.clips.begin(), d.clips.end(),
                                 [](const Clip& c) { return c.label == "unknown"; });
  if (there) return;
  d.labels.erase(std::remove(d.labels.begin(), d.labels.end(), "unknown"), d.labels.end());
  w.said.push_back(
      {"no unknown words", Severity::warning, "",
       "the sources hold no word besides the keywords, so there is no class 'unknown' and "
       "any word may be taken for a keyword; add recordings of other words"});
}

Outcome check_keywords(const Work& w) {
  std::map<std::string, int> counts, words;
  for (const Clip& clip : w.result.dataset.clips) ++counts[clip.label], ++words[clip.word];
  for (const Recording* r : w.others) ++words[r->word];
  std::vector<std::string> names;
  for (const auto& [word, count] : words) names.push_back(word);
  for (const std::string& keyword : w.options.keywords) {
    if (counts[keyword] > 0) continue;
    const std::string meant = did_you_mean(keyword, names);
    if (names.size() > 40) names.resize(40);
    return Error{
        fmt::format("there is no recording of '{}'{}; the sources hold: {}; change words in "
                    "tadpole.toml or add recordings",
                    keyword, meant, names.empty() ? "nothing" : join(names, ", "))};
  }
  return Done{};
}

Outcome check_refusals(const Work& w, std::size_t asked) {
  const auto refused = static_cast<double>(w.refusals.size());
  if (refused <= w.options.unreadable_percent / 100.0 * static_cast<double>(asked)) return Done{};
  if (w.refusals.size() == 1) return Error{w.refusals[0].sentence};
  std::string first;
  for (std::size_t i = 0; i < w.refusals.size() && i < 3; ++i)
    first += "; " + w.refusals[i].sentence;
  return Error{fmt::format(
      "{} of {} recordings cannot be read{}{}; mend or remove them, or allow some to be left out: "
      "unreadable_percent in tadpole.toml",
      w.refusals.size(), asked, first, w.refusals.size() > 3 ? "; and so on" : "")};
}

Outcome finish(Work& w) {
  Dataset& d = w.result.dataset;
  assign_splits(w, false);
  assign_splits(w, true);
  drop_copies_across_splits(w);
  drop_empty_unknown(w);
  TADPOLE_TRY(save_dataset(d));  // sorts the clips
  std::vector<ClipFacts> facts;
  for (const Clip& clip : d.clips) facts.push_back(w.facts[clip.sha256]);
  w.said.insert(w.said.end(), w.refusals.begin(), w.refusals.end());
  w.result.findings = check_dataset(d, facts);
  w.result.findings.insert(w.result.findings.end(), w.said.begin(), w.said.end());
  w.result.refused = static_cast<int>(w.refusals.size());
  w.result.decoded = w.store.decoded();
  w.result.sheet = datasheet(d, w.result.findings);
  return Done{};
}

struct Sorted {
  std::vector<const Recording*> spoken, others, silent, backgrounds;
};

Sorted sort_recordings(const std::vector<Recording>& recordings, const CollectorOptions& options) {
  Sorted s;
  for (const Recording& r : recordings) {
    const std::string label = label_of(r, options.keywords);
    auto& list = r.is_background      ? s.backgrounds
                 : label == "silence" ? s.silent
                 : label == "unknown" ? s.others
                                      : s.spoken;
    list.push_back(&r);
  }
  return s;
}

std::size_t clips_wanted(const Work& w, double percent) {
  return static_cast<std::size_t>(std::lround(keyword_average(w) * percent / 100.0));
}

}  // namespace

Result<Collected> collect_recordings(const std::vector<Recording>& recordings,
                                     const CollectorOptions& options, const Path& folder,
                                     ThreadPool& pool, Progress& progress) {
  TADPOLE_EXPECT(!options.keywords.empty());
  const std::unique_ptr<ClipStore> store = TADPOLE_TRY(ClipStore::open(folder));
  Work w{options, folder, pool, progress, *store, {}, {}, {}, {}, {}, {}};
  Dataset& d = w.result.dataset;
  d.folder = folder;
  d.labels = {"silence", "unknown"};
  d.labels.insert(d.labels.end(), options.keywords.begin(), options.keywords.end());
  const Sorted sorted = sort_recordings(recordings, options);
  w.others = sorted.others;
  TADPOLE_TRY(import_all(w, sorted.spoken));
  TADPOLE_TRY(check_refusals(w, sorted.spoken.size()));
  TADPOLE_TRY(check_keywords(w));
  const std::size_t silence = clips_wanted(w, options.silence_percent);
  const auto unknown =
      choose_spread(sorted.others, clips_wanted(w, options.unknown_percent), options.seed);
  const auto quiet = choose_spread(sorted.silent, silence, options.seed);
  TADPOLE_TRY(import_all(w, unknown));
  TADPOLE_TRY(import_all(w, quiet));
  TADPOLE_TRY(collect_background(w, sorted.backgrounds));
  TADPOLE_TRY(check_refusals(
      w, sorted.spoken.size() + unknown.size() + quiet.size() + sorted.backgrounds.size()));
  if (quiet.size() < silence) TADPOLE_TRY(add_silence(w, static_cast<int>(silence - quiet.size())));
  TADPOLE_TRY(finish(w));
  return std::move(w.result);
}

}  // namespace tadpole
