// SPDX-License-Identifier: Apache-2.0
// Summative tests: opened for a class, answered once the time has come, graded by the hub, shown
// when all is over. Until then no answer of the API holds a key, a score or a hint. Which header to
// open first: this one; the keys come from learning/course/seal.h.
// Kinds of events (in the log of "hub", `where` is the section): test.opened {class, from_ms,
// to_ms, attempts, by}, test.closed {opening, by}, test.revealed {opening, by}. Answers are
// test.answered in the logs of the learners (fold.h).
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "learning/course/seal.h"
#include "learning/lesson/lesson.h"

namespace tadpole::learning {

struct Opening {
  std::string id, classroom, section;
  std::int64_t from_ms = 0, to_ms = 0;
  int attempts = 1;            // at each question
  std::int64_t closed_ms = 0;  // by hand, before its time; 0: not
  bool revealed = false;
};

// A fold over the events of everybody, in the order in which they are given (of the hub's own log).
class Openings {
 public:
  static bool takes(const std::string& kind);
  void add(const Event& event);
  const Opening* find(const std::string& id) const;
  // Of the class, the latest of each section.
  std::vector<Opening> of_class(const std::string& classroom) const;

 private:
  std::map<std::string, Opening> openings_;  // by id: in order of time
};

// When it ends for one learner, ms since 1970: grace and extension only move the planned end;
// a test that was closed by hand ends for those without extension at once.
std::int64_t due_ms(const Opening& opening, int grace_hours, int extension_days);

enum class ExamState : std::uint8_t { none, not_open, open, closed, revealed };
const char* name_of(ExamState state);

// A test as one learner meets it.
struct Exam {
  const Opening* opening = nullptr;  // nullptr: not opened for this learner
  std::int64_t due_ms = 0;
  const Keys* keys = nullptr;  // nullptr: the hub has them not

  ExamState state(std::int64_t now_ms) const;
};

// Its item as it is asked; the score and the key only when it is revealed. Expects: a state of open
// or later. name: "unit.block".
Json present_exam_item(const Item& item, const std::string& name, const Exam& exam,
                       const Viewer& viewer);
Json exam_json(const Section& section, const Exam& exam, std::int64_t now_ms);

// Body of test.answered. Fails with a sentence: not open, late, no attempt left, not the item's
// form.
Result<Json> answer_exam(const ItemAt& item, const Exam& exam, const Viewer& viewer,
                         const Json& response);

// The result by the keys as they are now. score: 0 to 1, weighted; what was not answered counts 0.
struct ExamResult {
  double score = 0;
  int answered = 0, questions = 0;
};
ExamResult grade_exam(const Section& section, const Exam& exam, const LearnerState& state);

}  // namespace tadpole::learning
