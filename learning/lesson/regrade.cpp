// SPDX-License-Identifier: Apache-2.0
// A question was mended after somebody had answered it: the answers are kept as they were given,
// so their scores follow the text of today.
#include <algorithm>

#include "learning/course/read_program.h"
#include "learning/lesson/item_view.h"

namespace tadpole::learning {
namespace {

bool is_of_today(const Try& one, const Posed& posed) {
  return one.revision == posed.revision && one.grader == kGraderVersion;
}

}  // namespace

bool is_graded(const Item& item) {
  return item.type != "survey" && item.type != "predict" && item.type != "free";
}

AttemptsToday attempts_today(const Posed& posed, const LearnerState& state) {
  const auto at = state.items.find(posed.name);
  if (at == state.items.end()) return {};
  AttemptsToday today = {at->second, at->second.best};
  Attempts& attempts = today.attempts;
  const bool same = std::all_of(attempts.tries.begin(), attempts.tries.end(),
                                [&](const Try& one) { return is_of_today(one, posed); });
  if (same || posed.item.sealed || !is_graded(posed.item)) return today;
  // What is older than the kept answers cannot be graded again: it counts as it did.
  const bool whole = attempts.tries.size() == static_cast<std::size_t>(attempts.count);
  double best = whole ? 0 : attempts.best;
  bool correct = whole ? false : attempts.correct;
  attempts.last.clear();
  for (const Try& one : attempts.tries) {
    double score = one.score;
    bool right = one.correct;
    // An answer that does not fit the text of today (its option is gone) counts as it did.
    const Result<Grade> again = is_of_today(one, posed)
                                    ? Result<Grade>(Error{"the same"})
                                    : grade(posed.item, one.seed, one.response, html_of);
    if (again.ok()) score = again.value().score, right = again.value().correct;
    best = std::max(best, score);
    correct = correct || right;
    attempts.last.push_back(right);
    attempts.last_score = score;
  }
  attempts.best = best;
  attempts.correct = correct;
  return today;
}

}  // namespace tadpole::learning
