// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/policy.h"

#include <algorithm>

#include "learning/quiz/expression.h"

namespace tadpole::learning {
namespace {

constexpr const char* kReveals[] = {"always",
                                    "answered",
                                    "attempted",
                                    "closed",
                                    "finished",
                                    "correct_or_past_due",
                                    "past_due",
                                    "never",
                                    "after_all_attempts",
                                    "after_all_attempts_or_correct",
                                    "attempted_no_past_due"};
constexpr const char* kRandomises[] = {"always", "onreset", "never", "per_student"};

template <class E, std::size_t N>
std::optional<E> named(const char* const (&names)[N], const std::string& name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (name == names[i]) return static_cast<E>(i);
  }
  return {};
}

bool past_due(const Now& now) { return now.due_seconds && now.seconds > *now.due_seconds; }

// Nobody grades these: what there is to see is shown once something was said.
bool is_ungraded(const Item& item) {
  return item.type == "survey" || item.type == "predict" || item.type == "free";
}

std::uint64_t mixed(std::uint64_t seed, const std::string& text) {
  for (const char c : text) seed = Draw(seed ^ static_cast<unsigned char>(c)).next();
  return seed;
}

}  // namespace

std::optional<Reveal> reveal_named(const std::string& name) {
  return named<Reveal>(kReveals, name);
}
std::optional<Randomise> randomise_named(const std::string& name) {
  return named<Randomise>(kRandomises, name);
}
const char* name_of(Reveal reveal) { return kReveals[static_cast<int>(reveal)]; }
const char* name_of(Randomise randomise) { return kRandomises[static_cast<int>(randomise)]; }

std::optional<int> attempts_left(const Item& item, const AttemptHistory& history) {
  if (item.max_attempts == 0) return {};
  return std::max(item.max_attempts - history.attempts, 0);
}

bool may_reveal(const Item& item, const AttemptHistory& history, const Now& now) {
  const bool used_up = item.max_attempts > 0 && history.attempts >= item.max_attempts;
  const bool late = past_due(now), tried = history.attempts > 0;
  if (is_ungraded(item) && item.reveal != Reveal::never)
    return tried || item.reveal == Reveal::always;
  switch (item.reveal) {
    case Reveal::always:
      return true;
    case Reveal::answered:
      return history.correct;
    case Reveal::attempted:
      return tried || late;
    case Reveal::closed:
      return used_up || late;
    case Reveal::finished:
      return used_up || late || history.correct;
    case Reveal::correct_or_past_due:
      return history.correct || late;
    case Reveal::past_due:
      return late;
    case Reveal::never:
      return false;
    case Reveal::after_all_attempts:
      return used_up;
    case Reveal::after_all_attempts_or_correct:
      return used_up || history.correct;
    case Reveal::attempted_no_past_due:
      return tried;
  }
  return false;
}

std::string refusal(const Item& item, const AttemptHistory& history, const Now& now) {
  if (past_due(now)) return "The time for this question is over.";
  const auto left = attempts_left(item, history);
  if (left && *left == 0) {
    return item.max_attempts == 1 ? "The one attempt at this question is used."
                                  : "All " + std::to_string(item.max_attempts) +
                                        " attempts at this question are used.";
  }
  return "";
}

std::uint64_t seed_of(const Item& item, const std::string& learner, const AttemptHistory& history) {
  std::uint64_t seed = mixed(1, item.id);
  switch (item.randomise) {
    case Randomise::never:
      return seed;
    case Randomise::per_student:
      break;
    case Randomise::onreset:
      seed = Draw(seed + static_cast<std::uint64_t>(history.resets)).next();
      break;
    case Randomise::always:
      seed = Draw(seed + static_cast<std::uint64_t>(history.attempts + history.resets)).next();
      break;
  }
  return mixed(seed, learner);
}

Mastery mastery_of(const Item& item, const AttemptHistory& history) {
  if (item.mastery_of == 0) return {.reached = history.correct};
  Mastery mastery{0, item.mastery_last, item.mastery_of, false};
  const std::size_t from =
      history.last.size() -
      std::min(history.last.size(), static_cast<std::size_t>(item.mastery_last));
  for (std::size_t i = from; i < history.last.size(); ++i) mastery.have += history.last[i];
  mastery.reached = mastery.have >= mastery.need;
  return mastery;
}

}  // namespace tadpole::learning
