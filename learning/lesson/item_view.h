// SPDX-License-Identifier: Apache-2.0
// What attempt.cpp, exam.cpp and present.cpp share about items.
#pragma once
#include "learning/lesson/lesson.h"

namespace tadpole::learning {

// A question in its place: what it is called outside its unit, and the text of today.
struct Posed {
  const Item& item;
  std::string name;      // "w1chip.q1"
  std::string revision;  // of its block
};

// With scores, right and wrong by the text and the grader of today; `stored_best` is what was told
// when the answers came.
struct AttemptsToday {
  Attempts attempts;
  double stored_best = 0;
};
// Cost: grades anew only what was given to another text or another grader.
AttemptsToday attempts_today(const Posed& posed, const LearnerState& state);
// The answer by the text of today and the keys of the language it was given in; by the item's own
// where it has none of that language. Fails when it does not fit the text any more.
Result<Grade> grade_again(const Item& item, const Try& one);
// false: words typed in a translation that is not there any more.
bool has_keys(const Item& item, const Try& one);
// An event's body says in which translation a question was asked.
void note_language(const Item& item, Json& event);
AttemptHistory history_of(const Attempts& attempts);
Json present_item(const Posed& posed, const Viewer& viewer);
Json present_attempts(const Posed& posed, const Viewer& viewer);
bool is_graded(const Item& item);

}  // namespace tadpole::learning
