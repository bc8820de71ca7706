// SPDX-License-Identifier: Apache-2.0
// What follows from the events of one learner, whatever the order in which they arrived.
// Kinds of events: unit.opened, unit.done, block.done, item.attempted {score, correct, graded,
// seed, revision, response, grader, language where it was asked in a translation}, item.reset,
// item.hint {n}, resume.at, bookmark.set {on}, survey.answered, concept.known {concepts, on},
// note.written {text}, class.joined {class}, class.left {class}, artefact.handed_in {name, bytes,
// sha256, accepted, results}, test.answered {opening, response, seed, revision, language as above}:
// an answer of a test, which nobody has graded yet.
#pragma once
#include <map>
#include <set>
#include <span>
#include <vector>

#include "learning/log/event.h"

namespace tadpole::learning {

// An answer as it was given, so that it can be graded again by the text of today.
struct Try {
  Json response;
  std::uint64_t seed = 0;
  std::string revision;
  std::string language = {};  // of the translation in which it was asked; "": as written
  int grader = 0;
  double score = 0;
  bool correct = false;
};

struct Attempts {
  int count = 0, resets = 0, hints = 0;
  double best = 0, last_score = 0;
  bool correct = false;
  std::vector<bool> last;  // correct or not, oldest first
  Json last_response;
  std::uint64_t last_seed = 0;
  std::string last_revision;
  std::vector<Try> tries = {};  // the last ones, oldest first
};

struct HandedIn {
  std::string name, sha256;
  std::int64_t bytes = 0, at_ms = 0;
  bool accepted = false;
  Json results;  // [{name, status, message}]
};

struct LearnerState {
  std::map<std::string, std::string> units;   // unit -> opened | done
  std::set<std::string> blocks_done;          // "unit.block"
  std::map<std::string, Attempts> items;      // "unit.block"
  std::map<std::string, std::string> resume;  // course -> "unit.block"; "" -> the latest of all
  std::map<std::string, std::string> notes;   // "unit.block" -> what the learner wrote there
  std::map<std::string, HandedIn> artefacts;  // "unit.block" -> the latest
  // opening of a test -> "unit.block" -> answers, oldest first
  std::map<std::string, std::map<std::string, std::vector<Try>>> tests;
  std::set<std::string> bookmarks, known_concepts, classes;
  std::map<std::string, int> active_days;  // "2026-11-26" -> events
  std::int64_t last_ms = 0;
};
// Sorts by Event::order() first. Unknown kinds are passed over.
LearnerState fold(std::span<const Event> events);
// One more event, later than all before.
void apply(LearnerState& state, const Event& event);

}  // namespace tadpole::learning
