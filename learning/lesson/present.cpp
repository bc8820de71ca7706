// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "learning/course/read_program.h"
#include "learning/lesson/exam.h"
#include "learning/lesson/item_view.h"

namespace tadpole::learning {
namespace {

Json title_of(const std::string& id, const std::string& title) {
  return {{"id", id}, {"title", title}};
}

Json unit_ref(const Unit& unit, const LearnerState& state) {
  return {{"id", unit.id},
          {"title", unit.title},
          {"kind", unit.kind},
          {"minutes", unit.minutes},
          {"concepts", unit.concepts},
          {"optional", unit.optional},
          {"state", unit_state(unit, state)}};
}

// Calls f(section, unit) for the units of a course in reading order.
template <class F>
void for_units(const Course& course, const F& f) {
  for (const Chapter& chapter : course.chapters) {
    for (const Section& section : chapter.sections) {
      for (const Unit& unit : section.units) f(section, unit);
    }
  }
}

struct Tally {
  int units = 0, done = 0, mastered = 0, known = 0;
};

Tally tally(const Course& course, const LearnerState& state) {
  Tally t;
  for_units(course, [&](const Section&, const Unit& unit) {
    const std::string is = unit_state(unit, state);
    ++t.units;
    t.done += is == "done" || is == "mastered";
    t.mastered += is == "mastered";
    t.known += is == "known";
  });
  return t;
}

// Where the learner left the course: the unit of the last place, else the first one not done.
Json resume_of(const Course& course, const LearnerState& state) {
  const auto last = state.resume.find(course.id);
  if (last != state.resume.end()) return last->second.substr(0, last->second.find('.'));
  Json first = nullptr;
  for_units(course, [&](const Section&, const Unit& unit) {
    const std::string is = unit_state(unit, state);
    if (first.is_null() && (is == "none" || is == "opened")) first = unit.id;
  });
  return first;
}

// Mean of the best scores of a section's graded items by their weight; nothing tried counts as 0.
struct Scored {
  double score = 0, weight = 0;
};

Scored section_score(const Section& section, const LearnerState& state) {
  Scored sum;
  for (const Unit& unit : section.units) {
    for (const Block& block : unit.blocks) {
      if (block.kind == "placement") continue;
      for (const Item& item : block.items) {
        if (!is_graded(item)) continue;
        const Posed posed = {item, block_name(unit, item.id), block.revision};
        sum.score += item.weight * attempts_today(posed, state).attempts.best;
        sum.weight += item.weight;
      }
    }
  }
  if (sum.weight > 0) sum.score /= sum.weight;
  return sum;
}

Json concept_json(const Concept& of, const LearnerState& state) {
  Json turns = Json::array();
  for (const Turn& turn : of.turns)
    turns.push_back({{"course", turn.course}, {"unit", turn.unit}, {"turn", turn.turn}});
  return {{"id", of.id},       {"name", of.name}, {"summary", of.summary},
          {"needs", of.needs}, {"turns", turns},  {"known", state.known_concepts.contains(of.id)}};
}

// Answered in a test: nobody says yet whether it was right.
bool in_a_test(const LearnerState& state, const std::string& name) {
  return std::any_of(state.tests.begin(), state.tests.end(),
                     [&](const auto& test) { return test.second.contains(name); });
}

std::string block_state(const Unit& unit, const Block& block, const LearnerState& state) {
  const std::string name = block_name(unit, block.id);
  if (block.kind != "item" && block.kind != "survey")
    return state.blocks_done.contains(name) ? "done" : "none";
  const Item& item = block.items.front();
  const AttemptHistory history =
      history_of(attempts_today({item, name, block.revision}, state).attempts);
  if (history.attempts == 0) return in_a_test(state, name) ? "done" : "none";
  if (!is_graded(item)) return "done";
  if (mastery_of(item, history).reached) return "mastered";
  return attempts_left(item, history) == 0 ? "done" : "seen";
}

void add_recap(const Program& program, const Program::At& here, Json& json) {
  const Concept* found = program.concept_of(json.value("concept", ""));
  if (!found) return;
  json["title"] = found->name;
  json["html"] = html_of(found->summary);
  for (const Turn& turn : found->turns) {
    if (turn.unit == here.unit->id) continue;
    json["unit"] = turn.unit;
    break;
  }
}

void add_items(const Unit& unit, const Block& block, const Viewer& viewer, Json& json) {
  if (block.items.empty()) return;
  if (block.kind != "placement") {
    const std::string name = block_name(unit, block.items.front().id);
    const Posed posed = {block.items.front(), name, block.revision};
    json["item"] = present_item(posed, viewer);
    json["attempts"] = present_attempts(posed, viewer);
    return;
  }
  json["items"] = Json::array();
  for (const Item& item : block.items) {
    const Posed posed = {item, block_name(unit, item.id), block.revision};
    const bool tried = attempts_today(posed, viewer.state).attempts.count > 0;
    json["items"].push_back({{"id", posed.name},
                             {"kind", "item"},
                             {"revision", block.revision},
                             {"state", tried ? "done" : "none"},
                             {"item", present_item(posed, viewer)},
                             {"attempts", present_attempts(posed, viewer)}});
  }
}

// Are all the concepts of the placement marked as known?
void add_known(const Block& block, const LearnerState& state, Json& json) {
  bool all = true;
  for (const Json& one : block.data.value("concepts", Json::array()))
    all = all && one.is_string() && state.known_concepts.contains(one.get<std::string>());
  json["known"] = all;
}

// The questions of a test are nobody's before it is open.
bool is_withheld(const Program::At& at, const Block& block, const Viewer& viewer) {
  if (at.section->type != "test" || block.items.empty()) return false;
  const auto now_ms = static_cast<std::int64_t>(viewer.now.seconds * 1000);
  const ExamState state = viewer.exam ? viewer.exam->state(now_ms) : ExamState::none;
  return state == ExamState::none || state == ExamState::not_open || block.kind != "item";
}

Json present_block(const Program& program, const Program::At& at, const Block& block,
                   const Viewer& viewer) {
  Json json = block.data;
  if (!json.is_object()) json = Json::object();
  json["id"] = block_name(*at.unit, block.id);
  json["kind"] = block.kind;
  json["revision"] = block.revision;
  json["state"] = block_state(*at.unit, block, viewer.state);
  if (at.section->type == "test" && block.kind == "item") {
    json.update(present_exam_item(block.items.front(), json["id"], *viewer.exam, viewer));
  } else {
    add_items(*at.unit, block, viewer, json);
  }
  if (block.kind == "recap") add_recap(program, at, json);
  const auto note = viewer.state.notes.find(json["id"]);
  if (note != viewer.state.notes.end()) json["note"] = note->second;
  const auto artefact = viewer.state.artefacts.find(json["id"]);
  if (artefact != viewer.state.artefacts.end()) json["handed_in"] = to_json(artefact->second);
  if (block.kind == "placement") add_known(block, viewer.state, json);
  const bool open = viewer.state.blocks_done.contains(json["id"]);
  if (block.kind == "assignment" && open && block.sealed.contains("solution_html"))
    json["solution_html"] = block.sealed["solution_html"];
  return json;
}

}  // namespace

std::string block_name(const Unit& unit, const std::string& block) { return unit.id + "." + block; }

bool is_known(const Unit& unit, const LearnerState& state) {
  if (unit.kind == "test" || unit.concepts.empty()) return false;
  return std::all_of(unit.concepts.begin(), unit.concepts.end(),
                     [&](const std::string& id) { return state.known_concepts.contains(id); });
}

Json to_json(const HandedIn& one) {
  return {{"name", one.name},   {"sha256", one.sha256},     {"bytes", one.bytes},
          {"at_ms", one.at_ms}, {"accepted", one.accepted}, {"results", one.results}};
}

std::string unit_state(const Unit& unit, const LearnerState& state) {
  const auto at = state.units.find(unit.id);
  bool all = !unit.blocks.empty(), any = at != state.units.end(), graded = false, mastered = true;
  for (const Block& block : unit.blocks) {
    const std::string is = block_state(unit, block, state);
    all = all && is != "none";
    any = any || is != "none";
    if (block.kind != "item" || !is_graded(block.items.front())) continue;
    graded = true;
    mastered = mastered && is == "mastered";
  }
  const bool done = all || (at != state.units.end() && at->second == "done");
  if (!done && is_known(unit, state)) return "known";
  if (!done) return any ? "opened" : "none";
  return graded && mastered ? "mastered" : "done";
}

std::optional<double> section_grade(const Section& section, const LearnerState& state) {
  const Scored scored = section_score(section, state);
  return scored.weight > 0 ? std::optional<double>(scored.score) : std::nullopt;
}

Json list_courses(const Program& program, const LearnerState& state) {
  Json list = Json::array();
  for (const Course& course : program.courses) {
    const Tally t = tally(course, state);
    list.push_back({{"id", course.id},
                    {"title", course.title},
                    {"summary", course.summary},
                    {"hours", course.hours},
                    {"units", t.units},
                    {"done", t.done},
                    {"known", t.known},
                    {"resume", resume_of(course, state)}});
  }
  return list;
}

Json course_map(const Program& program, const Course& course, const LearnerState& state) {
  Json chapters = Json::array();
  for (const Chapter& chapter : course.chapters) {
    Json sections = Json::array();
    for (const Section& section : chapter.sections) {
      Json units = Json::array();
      for (const Unit& unit : section.units) units.push_back(unit_ref(unit, state));
      sections.push_back({{"id", section.id},
                          {"title", section.title},
                          {"type", section.type},
                          {"track", section.track},
                          {"units", units}});
    }
    chapters.push_back({{"id", chapter.id},
                        {"title", chapter.title},
                        {"summary", chapter.summary},
                        {"sections", sections}});
  }
  Json concepts = Json::array();
  for (const Concept& one : program.concepts) concepts.push_back(concept_json(one, state));
  return {{"id", course.id},
          {"title", course.title},
          {"summary", course.summary},
          {"chapters", chapters},
          {"concepts", concepts}};
}

Json present_unit(const Program& program, const Program::At& at, const Viewer& viewer) {
  const Unit& unit = *at.unit;
  Json siblings = Json::array(), previous = nullptr, next = nullptr;
  bool passed = false;
  for_units(*at.course, [&](const Section& section, const Unit& other) {
    if (&section == at.section) {
      siblings.push_back({{"id", other.id},
                          {"title", other.title},
                          {"kind", other.kind},
                          {"state", unit_state(other, viewer.state)}});
    }
    if (&other == &unit) {
      passed = true;
    } else if (!passed) {
      previous = title_of(other.id, other.title);
    } else if (next.is_null() && unit_state(other, viewer.state) != "known") {
      next = title_of(other.id, other.title);
      next["kind"] = other.kind;
      next["minutes"] = other.minutes;
    }
  });
  Json blocks = Json::array();
  for (const Block& block : unit.blocks) {
    if (!is_withheld(at, block, viewer))
      blocks.push_back(present_block(program, at, block, viewer));
  }
  Json resume = nullptr;
  const auto last = viewer.state.resume.find(at.course->id);
  if (last != viewer.state.resume.end() && last->second.starts_with(unit.id + "."))
    resume = last->second;
  Json json = {{"id", unit.id},
               {"title", unit.title},
               {"kind", unit.kind},
               {"minutes", unit.minutes},
               {"language", unit.language},
               {"concepts", unit.concepts},
               {"path",
                {{"course", title_of(at.course->id, at.course->title)},
                 {"chapter", title_of(at.chapter->id, at.chapter->title)},
                 {"section", title_of(at.section->id, at.section->title)}}},
               {"previous", previous},
               {"next", next},
               {"siblings", siblings},
               {"bookmarked", viewer.state.bookmarks.contains(unit.id)},
               {"resume_block", resume},
               {"blocks", blocks}};
  if (at.section->type == "test")
    json["test"] = exam_json(*at.section, viewer.exam ? *viewer.exam : Exam{},
                             static_cast<std::int64_t>(viewer.now.seconds * 1000));
  return json;
}

Json work_of(const Program& program, const LearnerState& state,
             const std::map<std::string, double>& test_scores) {
  Json courses = Json::array(), grades = Json::array(), bookmarks = Json::array(),
       attempts = Json::array();
  for (const Course& course : program.courses) {
    const Tally t = tally(course, state);
    double weighted = 0, weights = 0;
    for (const Chapter& chapter : course.chapters) {
      for (const Section& section : chapter.sections) {
        Scored scored = section_score(section, state);
        if (section.type == "test") {
          const auto told = test_scores.find(section.id);
          if (told == test_scores.end()) continue;
          scored = {.score = told->second, .weight = 1};
        }
        if (section.weight <= 0 || scored.weight <= 0) continue;
        grades.push_back({{"section", section.id},
                          {"title", section.title},
                          {"course", course.id},
                          {"score", scored.score},
                          {"track", section.track},
                          {"weight", section.weight}});
        weighted += section.weight * scored.score;
        weights += section.weight;
      }
    }
    courses.push_back({{"id", course.id},
                       {"title", course.title},
                       {"units", t.units},
                       {"done", t.done},
                       {"mastered", t.mastered},
                       {"known", t.known},
                       {"grade", weights > 0 ? Json(weighted / weights) : Json(nullptr)},
                       {"resume", resume_of(course, state)}});
  }
  for (const std::string& unit : state.bookmarks) {
    const Program::At at = program.find(unit);
    if (at.unit)
      bookmarks.push_back({{"unit", unit}, {"title", at.unit->title}, {"course", at.course->id}});
  }
  for (const auto& [name, tried] : state.items) {
    const std::optional<ItemAt> where = find_item(program, name);
    if (!where || tried.count == 0) continue;
    const AttemptsToday today = attempts_today({*where->item, name, where->block->revision}, state);
    attempts.push_back({{"unit", where->at.unit->id},
                        {"block", name},
                        {"title", where->at.unit->title},
                        {"score", today.attempts.best},
                        {"correct", today.attempts.correct},
                        {"at", state.last_ms}});
    if (today.stored_best != today.attempts.best) attempts.back()["before"] = today.stored_best;
  }
  return {
      {"courses", courses}, {"grades", grades}, {"bookmarks", bookmarks}, {"attempts", attempts}};
}

}  // namespace tadpole::learning
