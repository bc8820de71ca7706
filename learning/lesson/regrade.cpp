// SPDX-License-Identifier: Apache-2.0
// A question was mended after somebody had answered it: the answers are kept as they were given,
// so their scores follow the text of today.
#include <algorithm>

#include "learning/course/read_program.h"
#include "learning/lesson/item_view.h"

namespace tadpole::learning {
namespace {

// Words of a translation are mended without the text as written: its revision does not tell.
bool is_of_today(const Try& one, const Posed& posed) {
  const bool translated = posed.item.type == "text" && !one.language.empty();
  return one.revision == posed.revision && one.grader == kGraderVersion && !translated;
}

}  // namespace

bool is_graded(const Item& item) {
  return item.type != "survey" && item.type != "predict" && item.type != "free";
}

void note_language(const Item& item, Json& event) {
  if (!item.language.empty()) event["language"] = item.language;
}

bool has_keys(const Item& item, const Try& one) {
  return item.type != "text" || one.language.empty() || one.language == item.language ||
         item.keys_in.contains(one.language);
}

Result<Grade> grade_again(const Item& item, const Try& one) {
  const auto keys = item.keys_in.find(one.language);
  if (keys == item.keys_in.end()) return grade(item, one.seed, one.response, html_of);
  Item asked = item;
  asked.keys = keys->second;
  return grade(asked, one.seed, one.response, html_of);
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
    // An answer that does not fit the text of today (its option, its language is gone) counts as it
    // did.
    const bool stays = is_of_today(one, posed) || !has_keys(posed.item, one);
    const Result<Grade> again =
        stays ? Result<Grade>(Error{"the same"}) : grade_again(posed.item, one);
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
