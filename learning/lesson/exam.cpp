// SPDX-License-Identifier: Apache-2.0
#include "learning/lesson/exam.h"

#include <algorithm>

#include "core/base/json.h"
#include "learning/course/read_program.h"
#include "learning/lesson/item_view.h"

namespace tadpole::learning {
namespace {

constexpr std::int64_t kHour = 3600 * 1000, kDay = 24 * kHour;

std::int64_t whole(const Json& body, const char* name) {
  return static_cast<std::int64_t>(std::clamp(json_number(body, name), 0.0, 9e15));
}

const std::vector<Try>& answers_at(const LearnerState& state, const std::string& opening,
                                   const std::string& name) {
  static const std::vector<Try> none;
  const auto test = state.tests.find(opening);
  if (test == state.tests.end()) return none;
  const auto item = test->second.find(name);
  return item == test->second.end() ? none : item->second;
}

const Item* key_of(const Exam& exam, const std::string& name) {
  if (!exam.keys) return nullptr;
  const auto at = exam.keys->find(name);
  return at == exam.keys->end() ? nullptr : &at->second;
}

// The numbers of a question stay the same over its attempts, another learner has others.
std::uint64_t seed_in(const Item& item, const Exam& exam, const Viewer& viewer) {
  Item fixed = item;
  if (fixed.randomise != Randomise::never) fixed.randomise = Randomise::per_student;
  return seed_of(fixed, viewer.learner + exam.opening->id, {});
}

std::int64_t now_ms(const Viewer& viewer) {
  return static_cast<std::int64_t>(viewer.now.seconds * 1000);
}

// The last answer counts.
Result<Grade> grade_last(const Item& key, const std::vector<Try>& tries) {
  if (tries.empty()) return wrong_use("not answered");
  return grade_again(key, tries.back());
}

}  // namespace

bool Openings::takes(const std::string& kind) {
  return kind == "test.opened" || kind == "test.closed" || kind == "test.revealed";
}

void Openings::add(const Event& e) {
  if (e.kind == "test.opened") {
    openings_.try_emplace(e.id, Opening{.id = e.id,
                                        .classroom = json_text(e.body, "class"),
                                        .section = e.where,
                                        .from_ms = whole(e.body, "from_ms"),
                                        .to_ms = whole(e.body, "to_ms"),
                                        .attempts = static_cast<int>(std::clamp(
                                            json_number(e.body, "attempts", 1), 1.0, 20.0))});
    return;
  }
  const auto at = openings_.find(json_text(e.body, "opening"));
  if (at == openings_.end()) return;
  if (e.kind == "test.closed" && at->second.closed_ms == 0) at->second.closed_ms = e.clock.wall_ms;
  if (e.kind == "test.revealed") at->second.revealed = true;
}

const Opening* Openings::find(const std::string& id) const {
  const auto at = openings_.find(id);
  return at == openings_.end() ? nullptr : &at->second;
}

std::vector<Opening> Openings::of_class(const std::string& classroom) const {
  std::map<std::string, Opening> latest;
  for (const auto& [id, one] : openings_) {
    if (one.classroom == classroom) latest[one.section] = one;
  }
  std::vector<Opening> list;
  for (const auto& [section, one] : latest) list.push_back(one);
  return list;
}

std::int64_t due_ms(const Opening& opening, int grace_hours, int extension_days) {
  const bool early = opening.closed_ms > 0 && opening.closed_ms < opening.to_ms;
  const std::int64_t end = early ? opening.closed_ms : opening.to_ms + grace_hours * kHour;
  return end + extension_days * kDay;
}

const char* name_of(ExamState state) {
  constexpr const char* kNames[] = {"none", "not_open", "open", "closed", "revealed"};
  return kNames[static_cast<int>(state)];
}

ExamState Exam::state(std::int64_t now) const {
  if (!opening) return ExamState::none;
  if (now < opening->from_ms) return ExamState::not_open;
  if (now <= due_ms) return ExamState::open;
  return opening->revealed ? ExamState::revealed : ExamState::closed;
}

Json exam_json(const Section& section, const Exam& exam, std::int64_t now) {
  Json json = {{"section", section.id},
               {"title", section.title},
               {"track", section.track},
               {"state", name_of(exam.state(now))}};
  if (!exam.opening) return json;
  json["from_ms"] = exam.opening->from_ms;
  json["due_ms"] = exam.due_ms;
  json["attempts"] = exam.opening->attempts;
  return json;
}

Json present_exam_item(const Item& item, const std::string& name, const Exam& exam,
                       const Viewer& viewer) {
  const Item* key = key_of(exam, name);
  const Item& asked = key ? *key : item;
  const std::uint64_t seed = seed_in(asked, exam, viewer);
  const std::vector<Try>& tries = answers_at(viewer.state, exam.opening->id, name);
  Json shown = present(asked, seed, html_of);
  shown["id"] = name;
  shown["hints"] = 0;
  shown["max_attempts"] = exam.opening->attempts;
  Json test = {{"answered", tries.size()},
               {"left", std::max(exam.opening->attempts - static_cast<int>(tries.size()), 0)}};
  if (!tries.empty()) test["response"] = tries.back().response;
  const ExamState state = exam.state(now_ms(viewer));
  test["state"] = name_of(state);
  if (state == ExamState::revealed && key) {
    const Result<Grade> graded = grade_last(*key, tries);
    test["score"] = graded.ok() ? graded.value().score : 0.0;
    test["correct"] = graded.ok() && graded.value().correct;
    test["reveal"] = reveal_of(*key, seed, html_of);
  }
  return {{"item", shown}, {"test", test}};
}

Result<Json> answer_exam(const ItemAt& where, const Exam& exam, const Viewer& viewer,
                         const Json& response) {
  switch (exam.state(now_ms(viewer))) {
    case ExamState::none:
      return wrong_use("This test is not opened for a class of yours; ask your teacher.");
    case ExamState::not_open:
      return wrong_use("This test has not begun yet; come back when it is open.");
    case ExamState::closed:
    case ExamState::revealed:
      return wrong_use(
          "The time of this test is over; your answer came too late and was not kept.");
    case ExamState::open:
      break;
  }
  const Item* key = key_of(exam, where.name);
  if (!key) return Error{"The hub has not the keys of this test; tell your teacher."};
  const std::vector<Try>& tries = answers_at(viewer.state, exam.opening->id, where.name);
  if (static_cast<int>(tries.size()) >= exam.opening->attempts)
    return wrong_use(exam.opening->attempts == 1
                         ? "You have answered this question; a test takes one answer."
                         : "All " + std::to_string(exam.opening->attempts) +
                               " answers to this question are used.");
  const std::uint64_t seed = seed_in(*key, exam, viewer);
  TADPOLE_TRY(grade(*key, seed, response, html_of));  // for its form alone
  Json event = {{"opening", exam.opening->id},
                {"response", response},
                {"seed", std::to_string(seed)},
                {"revision", where.block->revision},
                {"grader", kGraderVersion}};
  note_language(*where.item, event);
  return event;
}

ExamResult grade_exam(const Section& section, const Exam& exam, const LearnerState& state) {
  ExamResult result;
  double weights = 0;
  for (const Unit& unit : section.units) {
    for (const Block& block : unit.blocks) {
      if (block.kind != "item") continue;
      const std::string name = block_name(unit, block.id);
      const Item* key = key_of(exam, name);
      if (!key || !is_graded(*key) || !exam.opening) continue;
      const std::vector<Try>& tries = answers_at(state, exam.opening->id, name);
      ++result.questions;
      result.answered += !tries.empty();
      weights += key->weight;
      const Result<Grade> graded = grade_last(*key, tries);
      if (graded.ok()) result.score += key->weight * graded.value().score;
    }
  }
  if (weights > 0) result.score /= weights;
  return result;
}

}  // namespace tadpole::learning
