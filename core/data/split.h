// SPDX-License-Identifier: Apache-2.0
// Who is trained on and who is tested on: split by speaker, never by clip.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace tadpole {

struct SplitOptions {
  double validation_percent = 10.0;
  double test_percent = 20.0;
};

// One clip's wish: the split its source gave, if any. label and clip (a name that stays) are needed
// only where there are fewer than three speakers.
struct SplitWish {
  std::string speaker;
  std::optional<Split> given;
  std::string label = {};
  std::string clip = {};
};

struct SplitPlan {
  std::vector<Split> splits = {};               // one per wish
  std::vector<std::string> torn_speakers = {};  // their source put them into several splits
};

// A speaker whose clips agree on a split keeps it. The others - no split given, or torn between
// several - are spread by a hash of their name, so that a speaker stays where it is when others
// join; fewer than 20 are spread in the order of the hash, so that each split gets somebody. Where
// the given splits leave validation (or test) empty, it is filled with some of the training
// speakers. Fewer than three speakers cannot be split so. Two: the one with fewer clips is the
// test, the other trains, and validates on some clips of each label. One: given splits hold, else
// some clips of each label validate and test. prove_speaker_split() says then what is not proven.
SplitPlan plan_speaker_split(const std::vector<SplitWish>& wishes, const SplitOptions& options);
std::vector<Split> split_by_speaker(const std::vector<SplitWish>& wishes,
                                    const SplitOptions& options);

struct SplitProof {
  int train = 0, validation = 0, test = 0;  // speakers
  bool proven = true;  // false: fewer than three speakers, or recordings that name no speaker
  std::string sentence = {};  // what is proven, and what is not
};
// Speakers of the spoken clips; silence has none, but its backgrounds may not be in two splits
// either. Fails with the name of a speaker who is in two splits, unless there are fewer than three
// speakers.
Result<SplitProof> prove_speaker_split(const Dataset& dataset);

// "file yes/1.wav": nobody said who speaks there, so the file stands for its speaker.
std::string speaker_of_file(const std::string& source);
bool is_unnamed(const std::string& speaker);

}  // namespace tadpole
