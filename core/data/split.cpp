// SPDX-License-Identifier: Apache-2.0
#include "core/data/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/base/hash.h"

namespace tadpole {
namespace {

constexpr std::size_t kManySpeakers = 20;

Split by_share(double share, const SplitOptions& o) {
  if (share < o.test_percent / 100.0) return Split::test;
  return share < (o.test_percent + o.validation_percent) / 100.0 ? Split::validation : Split::train;
}

double hash_share(const std::string& speaker) {
  return static_cast<double>(
             std::stoull(sha256_hex("split " + speaker).substr(0, 12), nullptr, 16)) /
         static_cast<double>(std::uint64_t{1} << 48);
}

void spread_few(const std::vector<std::string>& speakers, const SplitOptions& o,
                std::map<std::string, Split>& chosen) {
  std::vector<std::string> order = speakers;
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return hash_share(a) < hash_share(b); });
  const std::size_t n = order.size();
  if (n < 3) {
    for (const std::string& speaker : order) chosen[speaker] = Split::train;
    return;
  }
  const auto count = [n](double percent) {
    return std::max<std::size_t>(
        1, static_cast<std::size_t>(std::lround(percent / 100.0 * static_cast<double>(n))));
  };
  const std::size_t test = count(o.test_percent),
                    validation = std::min(count(o.validation_percent), n - test - 1);
  for (std::size_t i = 0; i < n; ++i)
    chosen[order[i]] = i < test                ? Split::test
                       : i < test + validation ? Split::validation
                                               : Split::train;
}

}  // namespace

std::vector<Split> split_by_speaker(const std::vector<SplitWish>& wishes, const SplitOptions& o) {
  std::map<std::string, std::array<int, 3>> votes;
  for (const SplitWish& wish : wishes) {
    auto& vote = votes[wish.speaker];
    if (wish.given) ++vote[static_cast<std::size_t>(*wish.given)];
  }
  std::map<std::string, Split> chosen;
  std::vector<std::string> open;
  for (const auto& [speaker, vote] : votes) {
    const auto top = std::max_element(vote.begin(), vote.end());
    if (*top == 0) {
      open.push_back(speaker);
    } else {
      chosen[speaker] = static_cast<Split>(top - vote.begin());
    }
  }
  if (open.size() < kManySpeakers) {
    spread_few(open, o, chosen);
  } else {
    for (const std::string& speaker : open) chosen[speaker] = by_share(hash_share(speaker), o);
  }
  std::vector<Split> splits;
  for (const SplitWish& wish : wishes) splits.push_back(chosen[wish.speaker]);
  return splits;
}

Result<SplitProof> prove_speaker_split(const Dataset& dataset) {
  std::map<std::string, Split> where;
  std::array<std::set<std::string>, 3> speakers;
  for (const Clip& clip : dataset.clips) {
    const auto [at, is_new] = where.emplace(clip.speaker, clip.split);
    if (!is_new && at->second != clip.split) {
      return Error{
          fmt::format("speaker '{}' is in the splits {} and {}: a test on a voice that was trained "
                      "on proves nothing; give this speaker one "
                      "split in the source",
                      clip.speaker, split_name(at->second), split_name(clip.split))};
    }
    speakers[static_cast<std::size_t>(clip.split)].insert(clip.speaker);
  }
  SplitProof proof{.train = static_cast<int>(speakers[0].size()),
                   .validation = static_cast<int>(speakers[1].size()),
                   .test = static_cast<int>(speakers[2].size()),
                   .sentence = {}};
  proof.sentence = fmt::format("no speaker is in two splits: {} train, {} validate, {} test",
                               proof.train, proof.validation, proof.test);
  return proof;
}

}  // namespace tadpole
