// SPDX-License-Identifier: Apache-2.0
// A course as one learner sees it: what is open, done and mastered, a unit with its blocks, an
// answer graded. Everything follows from the program, the learner's events and the time; no
// sockets, no files. The JSON is that of the API (web/src/api/types.ts).
#pragma once
#include <map>
#include <optional>

#include "learning/course/program.h"
#include "learning/log/fold.h"
#include "learning/quiz/policy.h"

namespace tadpole::learning {

struct Exam;

// Who looks, and when. The state must outlive it.
struct Viewer {
  std::string learner;  // id; seeds of items follow from it
  const LearnerState& state;
  Now now;
  const Exam* exam = nullptr;  // of the unit's section, where that is a test; exam.h
};

// A block is called <unit>.<block> everywhere outside its unit.
std::string block_name(const Unit& unit, const std::string& block);

// none | opened | known | done | mastered. A unit is done when each of its blocks is (read, tried,
// answered), or its learner said so; mastered when besides every graded question of it is; known
// when its learner said to know all its concepts (not a quiz or a test).
std::string unit_state(const Unit& unit, const LearnerState& state);

Json list_courses(const Program& program, const LearnerState& state);
Json course_map(const Program& program, const Course& course, const LearnerState& state);
// Expects: at.unit.
Json present_unit(const Program& program, const Program::At& at, const Viewer& viewer);
// test_scores: of the tests that are revealed, by section.
Json work_of(const Program& program, const LearnerState& state,
             const std::map<std::string, double>& test_scores = {});
// 0 to 1 over the graded questions of a section that is no test; nullopt: it has none.
std::optional<double> section_grade(const Section& section, const LearnerState& state);
Json to_json(const HandedIn& one);

struct ItemAt {
  Program::At at;
  const Block* block = nullptr;
  const Item* item = nullptr;
  std::string name;  // "w1chip.q1"
};
std::optional<ItemAt> find_item(const Program& program, const std::string& name);

// What happens when a learner answers: the event to keep and the answer to show.
struct Attempted {
  Json event;  // body of item.attempted (or survey.answered)
  std::string kind;
  Json answer;
};
// Fails with a sentence when no attempt is left, the time is over, or the answer has not the item's
// form.
Result<Attempted> attempt(const ItemAt& item, const Viewer& viewer, const Json& response);

// The next hint of the ladder. Fails when there is none left.
struct Hinted {
  Json event, answer;
};
Result<Hinted> next_hint(const ItemAt& item, const Viewer& viewer);

}  // namespace tadpole::learning
