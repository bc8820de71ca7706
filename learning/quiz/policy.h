// SPDX-License-Identifier: Apache-2.0
// When keys are shown, which seed an attempt has, when an item is mastered. Names and meanings are
// those of Open edX's problem settings (showanswer, rerandomize), so that they go there and back
// unchanged.
#pragma once
#include <optional>

#include "learning/quiz/item.h"

namespace tadpole::learning {

struct AttemptHistory {
  int attempts = 0;
  bool correct = false;    // one of them was
  std::vector<bool> last;  // correct or not, oldest first
  int resets = 0;          // "a new one, please"
};
struct Now {
  double seconds = 0;                 // wall clock
  std::optional<double> due_seconds;  // with grace
};

bool may_reveal(const Item& item, const AttemptHistory& history, const Now& now);
// Attempts left; nullopt: no limit.
std::optional<int> attempts_left(const Item& item, const AttemptHistory& history);
// May an answer be handed in? "" or the sentence why not (attempts used up, past due).
std::string refusal(const Item& item, const AttemptHistory& history, const Now& now);
// The seed of the next attempt: the same for the same learner, item and (by policy) attempt or
// reset.
std::uint64_t seed_of(const Item& item, const std::string& learner, const AttemptHistory& history);

struct Mastery {
  int have = 0, of = 0, need = 0;  // need of the last `of` attempts; need 0: no rule
  bool reached = false;            // without a rule: the item was answered right
};
Mastery mastery_of(const Item& item, const AttemptHistory& history);

std::optional<Reveal> reveal_named(const std::string& name);
std::optional<Randomise> randomise_named(const std::string& name);
const char* name_of(Reveal reveal);
const char* name_of(Randomise randomise);

}  // namespace tadpole::learning
