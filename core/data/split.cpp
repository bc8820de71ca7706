// SPDX-License-Identifier: Apache-2.0
#include "core/data/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/base/hash.h"

namespace tadpole {
namespace {

constexpr std::size_t kManySpeakers = 20;

struct Speaker {
  std::array<int, 3> given{};  // clips per split of the source
  int clips = 0;
  std::optional<Split> split;
  int splits_given() const {
    return static_cast<int>(std::count_if(given.begin(), given.end(), [](int n) { return n > 0; }));
  }
};
using Speakers = std::map<std::string, Speaker>;

// Uniform in [0, 1), the same for the same name for ever.
double hash_share(const std::string& name) {
  const std::string hash = sha256_hex("split " + name).substr(0, 12);
  return static_cast<double>(std::stoull(hash, nullptr, 16)) /
         static_cast<double>(std::uint64_t{1} << 48);
}

std::vector<std::string> in_hash_order(std::vector<std::string> names) {
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    const double share_a = hash_share(a), share_b = hash_share(b);
    return share_a != share_b ? share_a < share_b : a < b;
  });
  return names;
}

Split by_share(double share, const SplitOptions& o) {
  if (share < o.test_percent / 100.0) return Split::test;
  return share < (o.test_percent + o.validation_percent) / 100.0 ? Split::validation : Split::train;
}

// How many of n a percentage is: at least one, unless it is zero.
std::size_t share_of(std::size_t n, double percent) {
  if (percent <= 0.0) return 0;
  return std::max<std::size_t>(1, std::lround(percent / 100.0 * static_cast<double>(n)));
}

// The first of the order test, the next validate, the rest train; at least one trains.
std::vector<Split> deal(std::size_t n, const SplitOptions& o) {
  const std::size_t spare = n - 1;
  const std::size_t test = std::min(share_of(n, o.test_percent), spare);
  const std::size_t validation = std::min(share_of(n, o.validation_percent), spare - test);
  std::vector<Split> splits(n, Split::train);
  std::fill_n(splits.begin(), test, Split::test);
  std::fill_n(splits.begin() + static_cast<std::ptrdiff_t>(test), validation, Split::validation);
  return splits;
}

Speakers tally(const std::vector<SplitWish>& wishes) {
  Speakers speakers;
  for (const SplitWish& wish : wishes) {
    Speaker& speaker = speakers[wish.speaker];
    ++speaker.clips;
    if (wish.given) ++speaker.given[static_cast<std::size_t>(*wish.given)];
  }
  return speakers;
}

std::vector<std::string> torn_speakers(const Speakers& speakers) {
  std::vector<std::string> torn;
  for (const auto& [name, speaker] : speakers) {
    if (speaker.splits_given() > 1) torn.push_back(name);
  }
  return torn;
}

void keep_given(Speakers& speakers) {
  for (auto& [name, speaker] : speakers) {
    if (speaker.splits_given() != 1) continue;
    const auto at = std::max_element(speaker.given.begin(), speaker.given.end());
    speaker.split = static_cast<Split>(at - speaker.given.begin());
  }
}

void spread_open(Speakers& speakers, const SplitOptions& o) {
  std::vector<std::string> open;
  for (const auto& [name, speaker] : speakers) {
    if (!speaker.split) open.push_back(name);
  }
  if (open.empty()) return;
  if (open.size() >= kManySpeakers) {
    for (const std::string& name : open) speakers[name].split = by_share(hash_share(name), o);
    return;
  }
  open = in_hash_order(open);
  const std::vector<Split> splits = deal(open.size(), o);
  for (std::size_t i = 0; i < open.size(); ++i) speakers[open[i]].split = splits[i];
}

// Nobody validates (or tests): some of those who train do.
void fill_split(Speakers& speakers, Split wanted, double percent) {
  std::vector<std::string> train;
  for (const auto& [name, speaker] : speakers) {
    if (speaker.split == wanted) return;
    if (speaker.split == Split::train) train.push_back(name);
  }
  if (train.size() < 2) return;
  train = in_hash_order(train);
  const std::size_t count = std::min(share_of(speakers.size(), percent), train.size() - 1);
  for (std::size_t i = 0; i < count; ++i) speakers[train[i]].split = wanted;
}

// Deals the clips of one speaker, label by label, so that each label is in each split.
void split_by_clip(const std::vector<SplitWish>& wishes, const std::string& speaker,
                   const SplitOptions& o, std::vector<Split>& splits) {
  std::map<std::string, std::vector<std::size_t>> by_label;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (wishes[i].speaker == speaker) by_label[wishes[i].label].push_back(i);
  }
  for (auto& [label, indices] : by_label) {
    std::sort(indices.begin(), indices.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(hash_share(wishes[a].clip), a) < std::pair(hash_share(wishes[b].clip), b);
    });
    const std::vector<Split> dealt = deal(indices.size(), o);
    for (std::size_t i = 0; i < indices.size(); ++i) splits[indices[i]] = dealt[i];
  }
}

std::vector<Split> split_one(const std::vector<SplitWish>& wishes, const SplitOptions& o) {
  std::vector<Split> splits(wishes.size(), Split::train);
  const bool all_given = std::all_of(wishes.begin(), wishes.end(),
                                     [](const SplitWish& w) { return w.given.has_value(); });
  const bool several = !torn_speakers(tally(wishes)).empty();
  if (!all_given || !several) {
    if (!wishes.empty()) split_by_clip(wishes, wishes[0].speaker, o, splits);
    return splits;
  }
  for (std::size_t i = 0; i < wishes.size(); ++i) splits[i] = *wishes[i].given;
  return splits;
}

std::vector<Split> split_two(const std::vector<SplitWish>& wishes, const Speakers& speakers,
                             const SplitOptions& o) {
  const auto &a = *speakers.begin(), &b = *std::next(speakers.begin());
  const std::string& trainer = a.second.clips >= b.second.clips ? a.first : b.first;
  std::vector<Split> splits(wishes.size(), Split::test);
  split_by_clip(wishes, trainer, {o.validation_percent, 0.0}, splits);
  return splits;
}

// The sets of speakers of each split; unnamed ones counted apart.
struct Census {
  std::map<std::string, std::array<bool, 3>> where;
  int unnamed = 0;
};

Census census(const Dataset& dataset) {
  Census c;
  for (const Clip& clip : dataset.clips) {
    if (clip.label == "silence") continue;
    const bool is_new = c.where.find(clip.speaker) == c.where.end();
    c.where[clip.speaker][static_cast<std::size_t>(clip.split)] = true;
    c.unnamed += is_new && is_unnamed(clip.speaker);
  }
  return c;
}

Error leak(const std::string& what, const std::array<bool, 3>& where) {
  std::string splits;
  for (std::size_t s = 0; s < 3; ++s) {
    if (where[s])
      splits += (splits.empty() ? "" : " and ") + std::string(split_name(static_cast<Split>(s)));
  }
  return Error{what + " is in the splits " + splits +
               ": a test on what was trained on proves nothing; give it one split in the source"};
}

std::string proof_sentence(const SplitProof& p, std::size_t speakers, int unnamed) {
  const std::string counts = "speakers: " + std::to_string(p.train) + " train, " +
                             std::to_string(p.validation) + " validate, " + std::to_string(p.test) +
                             " test";
  if (speakers == 1) {
    return counts +
           "; not proven: there is one speaker, so the test hears the voice that was "
           "trained on and says nothing about other people";
  }
  if (speakers == 2) {
    return counts +
           "; proven for the test, which hears another person than the training; not for "
           "the validation, which hears the same";
  }
  if (unnamed == 0) return "no speaker is in two splits; " + counts;
  return "no named speaker is in two splits; not proven for " + std::to_string(unnamed) +
         " recordings that name no speaker and count as one each; " + counts;
}

Outcome check_silence(const Dataset& dataset) {
  std::map<std::string, std::array<bool, 3>> where;
  for (const Clip& clip : dataset.clips) {
    if (clip.label == "silence") where[clip.speaker][static_cast<std::size_t>(clip.split)] = true;
  }
  for (const auto& [name, splits] : where) {
    if (splits[0] + splits[1] + splits[2] > 1) return leak("'" + name + "'", splits);
  }
  return Done{};
}

}  // namespace

std::string speaker_of_file(const std::string& source) { return "file " + source; }
bool is_unnamed(const std::string& speaker) { return speaker.rfind("file ", 0) == 0; }

SplitPlan plan_speaker_split(const std::vector<SplitWish>& wishes, const SplitOptions& o) {
  Speakers speakers = tally(wishes);
  SplitPlan plan{.splits = {}, .torn_speakers = torn_speakers(speakers)};
  if (speakers.size() < 2) {
    plan.splits = split_one(wishes, o);
    return plan;
  }
  keep_given(speakers);
  const bool open = std::any_of(speakers.begin(), speakers.end(),
                                [](const auto& s) { return !s.second.split.has_value(); });
  if (speakers.size() == 2 && open) {
    plan.splits = split_two(wishes, speakers, o);
    return plan;
  }
  spread_open(speakers, o);
  fill_split(speakers, Split::test, o.test_percent);
  fill_split(speakers, Split::validation, o.validation_percent);
  for (const SplitWish& wish : wishes) plan.splits.push_back(*speakers[wish.speaker].split);
  return plan;
}

std::vector<Split> split_by_speaker(const std::vector<SplitWish>& wishes, const SplitOptions& o) {
  return plan_speaker_split(wishes, o).splits;
}

Result<SplitProof> prove_speaker_split(const Dataset& dataset) {
  const Census c = census(dataset);
  SplitProof proof;
  for (const auto& [name, splits] : c.where) {
    const bool leaks = splits[0] + splits[1] + splits[2] > 1;
    const bool only_validation = !splits[2];  // what two speakers allow
    const bool allowed = c.where.size() == 1 || (c.where.size() == 2 && only_validation);
    if (leaks && !allowed) return leak("speaker '" + name + "'", splits);
    proof.train += splits[0], proof.validation += splits[1], proof.test += splits[2];
    proof.proven = proof.proven && !leaks;
  }
  TADPOLE_TRY(check_silence(dataset));
  proof.proven = proof.proven && c.unnamed == 0 && c.where.size() > 1;
  proof.sentence = proof_sentence(proof, c.where.size(), c.unnamed);
  return proof;
}

}  // namespace tadpole
