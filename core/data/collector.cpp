// SPDX-License-Identifier: Apache-2.0
#include "core/data/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/rng.h"
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
};

std::string label_of(const Recording& r, const std::vector<std::string>& keywords) {
  if (r.is_background || r.word == "silence") return "silence";
  return std::find(keywords.begin(), keywords.end(), r.word) != keywords.end() ? r.word : "unknown";
}

void add_clip(Work& w, const Recording& r, const std::string& label, const StoredClip& stored) {
  w.result.dataset.clips.push_back({.file = ClipStore::clip_file(stored.sha256),
                                    .label = label,
                                    .word = r.word,
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
std::vector<const Recording*> choose_unknown(std::vector<const Recording*> others,
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

void assign_splits(Work& w) {
  std::vector<SplitWish> wishes;
  const std::vector<Clip>& clips = w.result.dataset.clips;
  for (std::size_t i = 0; i < clips.size(); ++i) wishes.push_back({clips[i].speaker, w.wishes[i]});
  const std::vector<Split> splits = split_by_speaker(wishes, w.options.split);
  for (std::size_t i = 0; i < clips.size(); ++i) w.result.dataset.clips[i].split = splits[i];
}

Outcome check_keywords(const Work& w) {
  std::map<std::string, int> counts;
  std::map<std::string, int> words;
  for (const Clip& clip : w.result.dataset.clips) ++counts[clip.label], ++words[clip.word];
  for (const std::string& keyword : w.options.keywords) {
    if (counts[keyword] > 0) continue;
    std::string found;
    for (const auto& [word, count] : words) {
      if (found.size() < 200) found += (found.empty() ? "" : ", ") + word;
    }
    return Error{
        fmt::format("there is no recording of '{}'; the sources hold: {}; change words in "
                    "tadpole.toml or add recordings",
                    keyword, found.empty() ? "nothing" : found)};
  }
  return Done{};
}

Outcome finish(Work& w, std::size_t asked) {
  Dataset& d = w.result.dataset;
  if (w.refusals.size() * 5 > asked) {
    return Error{fmt::format("{} of {} recordings cannot be read; the first: {}", w.refusals.size(),
                             asked, w.refusals[0].sentence)};
  }
  assign_splits(w);
  TADPOLE_TRY(save_dataset(d));  // sorts the clips
  std::vector<ClipFacts> facts;
  for (const Clip& clip : d.clips) facts.push_back(w.facts[clip.sha256]);
  w.result.findings = check_dataset(d, facts);
  w.result.findings.insert(w.result.findings.end(), w.refusals.begin(), w.refusals.end());
  w.result.refused = static_cast<int>(w.refusals.size());
  w.result.decoded = w.store.decoded();
  w.result.sheet = datasheet(d, w.result.findings);
  return Done{};
}

}  // namespace

Result<Collected> collect_recordings(const std::vector<Recording>& recordings,
                                     const CollectorOptions& options, const Path& folder,
                                     ThreadPool& pool, Progress& progress) {
  TADPOLE_EXPECT(!options.keywords.empty());
  const std::unique_ptr<ClipStore> store = TADPOLE_TRY(ClipStore::open(folder));
  Work w{options, folder, pool, progress, *store, {}, {}, {}, {}};
  w.result.dataset.folder = folder;
  w.result.dataset.labels = {"silence", "unknown"};
  w.result.dataset.labels.insert(w.result.dataset.labels.end(), options.keywords.begin(),
                                 options.keywords.end());
  std::vector<const Recording*> spoken, others, silent, backgrounds;
  for (const Recording& r : recordings) {
    if (r.is_background) {
      backgrounds.push_back(&r);
    } else {
      const std::string label = label_of(r, options.keywords);
      (label == "silence" ? silent : label == "unknown" ? others : spoken).push_back(&r);
    }
  }
  TADPOLE_TRY(import_all(w, spoken));
  TADPOLE_TRY(check_keywords(w));
  const double average = keyword_average(w);
  const auto share = [average](double percent) {
    return static_cast<std::size_t>(std::lround(average * percent / 100.0));
  };
  const std::vector<const Recording*> unknown =
      choose_unknown(others, share(options.unknown_percent), options.seed);
  TADPOLE_TRY(import_all(w, unknown));
  std::vector<const Recording*> quiet =
      choose_unknown(silent, share(options.silence_percent), options.seed);
  TADPOLE_TRY(import_all(w, quiet));
  TADPOLE_TRY(collect_background(w, backgrounds));
  TADPOLE_TRY(add_silence(
      w, static_cast<int>(share(options.silence_percent)) - static_cast<int>(quiet.size())));
  TADPOLE_TRY(finish(w, spoken.size() + unknown.size() + quiet.size() + backgrounds.size()));
  return std::move(w.result);
}

}  // namespace tadpole
