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

// One clip's wish: the split its source gave, if any.
struct SplitWish {
  std::string speaker;
  std::optional<Split> given;
};

// A speaker whose clips carry splits keeps them: the most frequent one. The others are spread by a
// hash of their name, so that a speaker stays where it is when others join; with fewer than 20 of
// them, in the order of the hash, so that each split gets somebody. Fewer than three speakers: all
// in train. Returns one split per wish.
std::vector<Split> split_by_speaker(const std::vector<SplitWish>& wishes,
                                    const SplitOptions& options);

struct SplitProof {
  int train = 0, validation = 0, test = 0;  // speakers
  std::string sentence;
};
// Fails with the name of a speaker who is in two splits.
Result<SplitProof> prove_speaker_split(const Dataset& dataset);

}  // namespace tadpole
