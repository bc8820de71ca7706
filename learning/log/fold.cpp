// SPDX-License-Identifier: Apache-2.0
#include "learning/log/fold.h"

#include <algorithm>
#include <ctime>

#include "core/base/json.h"

namespace tadpole::learning {
namespace {

constexpr std::size_t kLongestHistory = 20;

std::string day_of(std::int64_t ms) {
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[11];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

bool flag(const Json& body, const char* name) {
  const auto at = body.find(name);
  return at != body.end() && at->is_boolean() && at->get<bool>();
}

void unit_opened(LearnerState& state, const Event& e) {
  state.units.try_emplace(e.where, "opened");
}
void unit_done(LearnerState& state, const Event& e) { state.units[e.where] = "done"; }
void block_done(LearnerState& state, const Event& e) { state.blocks_done.insert(e.where); }

Try try_of(const Json& body, double score, bool correct) {
  const std::string seed = json_text(body, "seed");
  const bool number = !seed.empty() && seed.size() <= 20 &&
                      seed.find_first_not_of("0123456789") == std::string::npos;
  return {.response = body.contains("response") ? body["response"] : Json(),
          .seed = number ? std::strtoull(seed.c_str(), nullptr, 10) : 0,
          .revision = json_text(body, "revision"),
          .language = json_text(body, "language"),
          .grader = static_cast<int>(std::clamp(json_number(body, "grader"), 0.0, 1e6)),
          .score = score,
          .correct = correct};
}

void attempted(LearnerState& state, const Event& e) {
  Attempts& tried = state.items[e.where];
  const double score = std::clamp(json_number(e.body, "score"), 0.0, 1.0);
  const bool correct = flag(e.body, "correct");
  ++tried.count;
  tried.best = std::max(tried.best, score);
  tried.last_score = score;
  tried.correct = tried.correct || correct;
  tried.last.push_back(correct);
  if (tried.last.size() > kLongestHistory) tried.last.erase(tried.last.begin());
  const Try made = try_of(e.body, score, correct);
  tried.last_response = made.response;
  tried.last_seed = made.seed;
  tried.last_revision = made.revision;
  tried.tries.push_back(made);
  if (tried.tries.size() > kLongestHistory) tried.tries.erase(tried.tries.begin());
}

void test_answered(LearnerState& state, const Event& e) {
  std::vector<Try>& tries = state.tests[json_text(e.body, "opening")][e.where];
  if (tries.size() < kLongestHistory) tries.push_back(try_of(e.body, 0, false));
}

void handed_in(LearnerState& state, const Event& e) {
  const bool accepted = flag(e.body, "accepted");
  state.artefacts[e.where] = {.name = json_text(e.body, "name"),
                              .sha256 = json_text(e.body, "sha256"),
                              .bytes = static_cast<std::int64_t>(json_number(e.body, "bytes")),
                              .at_ms = e.clock.wall_ms,
                              .accepted = accepted,
                              .results = json_list(e.body, "results")};
  if (accepted) state.blocks_done.insert(e.where);
}

void item_reset(LearnerState& state, const Event& e) { ++state.items[e.where].resets; }

void hinted(LearnerState& state, const Event& e) {
  int& hints = state.items[e.where].hints;
  hints = std::max(hints, static_cast<int>(std::clamp(json_number(e.body, "n"), 0.0, 100.0)));
}

void resumed(LearnerState& state, const Event& e) {
  state.resume[json_text(e.body, "course")] = e.where;
  state.resume[""] = e.where;
}

void bookmarked(LearnerState& state, const Event& e) {
  if (flag(e.body, "on")) {
    state.bookmarks.insert(e.where);
  } else {
    state.bookmarks.erase(e.where);
  }
}

void noted(LearnerState& state, const Event& e) {
  state.notes[e.where] = json_text(e.body, "text");
  state.blocks_done.insert(e.where);
}

// {"concepts": [...], "on": false} takes it back; without a list it is the place itself.
void knows_concept(LearnerState& state, const Event& e) {
  const bool off = e.body.contains("on") && !flag(e.body, "on");
  std::vector<std::string> ids;
  for (const Json& one : json_list(e.body, "concepts")) {
    if (one.is_string() && ids.size() < 1000) ids.push_back(one);
  }
  if (!e.body.contains("concepts")) ids = {e.where};
  for (const std::string& id : ids) {
    if (off) {
      state.known_concepts.erase(id);
    } else {
      state.known_concepts.insert(id);
    }
  }
}
void joined(LearnerState& state, const Event& e) {
  state.classes.insert(json_text(e.body, "class"));
}
void left(LearnerState& state, const Event& e) { state.classes.erase(json_text(e.body, "class")); }

struct Kind {
  const char* name;
  void (*apply)(LearnerState&, const Event&);
};
constexpr Kind kKinds[] = {{"unit.opened", unit_opened},     {"unit.done", unit_done},
                           {"block.done", block_done},       {"artefact.handed_in", handed_in},
                           {"item.attempted", attempted},    {"survey.answered", attempted},
                           {"item.reset", item_reset},       {"item.hint", hinted},
                           {"resume.at", resumed},           {"bookmark.set", bookmarked},
                           {"concept.known", knows_concept}, {"note.written", noted},
                           {"class.joined", joined},         {"class.left", left},
                           {"test.answered", test_answered}};

}  // namespace

void apply(LearnerState& state, const Event& event) {
  state.last_ms = std::max(state.last_ms, event.clock.wall_ms);
  ++state.active_days[day_of(event.clock.wall_ms)];
  for (const Kind& kind : kKinds) {
    if (event.kind == kind.name) return kind.apply(state, event);
  }
}

LearnerState fold(std::span<const Event> events) {
  std::vector<const Event*> sorted;
  for (const Event& event : events) sorted.push_back(&event);
  std::sort(sorted.begin(), sorted.end(),
            [](const Event* a, const Event* b) { return a->order() < b->order(); });
  LearnerState state;
  for (const Event* event : sorted) apply(state, *event);
  return state;
}

}  // namespace tadpole::learning
