// SPDX-License-Identifier: Apache-2.0
// The search: candidates are weighed before they are trained, trained a rung at a time, and all of
// it is written to a journal. What is decided for job j is decided from the results of the jobs up
// to j - lookahead, whichever were ready: one worker and many give the same history, and a search
// that was killed goes on and gives it too.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/search/footprint.h"
#include "core/search/objective.h"
#include "core/search/sampler.h"
#include "core/search/scheduler.h"

namespace tadpole {

struct Candidate {
  int number = 0;          // from 0, those that were refused too
  std::uint64_t seed = 0;  // of (the search's seed, number) alone
  SpacePoint point;
  std::string text;  // of the point
};

struct RungResult {
  int epochs = 0;            // in all
  double value = 0.0;        // larger is better, see objective.h
  std::string failed;        // why there is no value: a loss that is no number; empty: there is one
  double cpu_seconds = 0.0;  // of this rung
};

struct CandidateRecord {
  Candidate candidate;
  Footprint footprint;       // zeros when it could not be built
  std::string refused;       // why it was not trained; empty: it was
  double excess = 0.0;       // refused: over the limits by this share
  double cpu_seconds = 0.0;  // of weighing it
  std::vector<RungResult> rungs;
};

struct SearchHistory {
  Objective objective = Objective::validation_accuracy;
  std::vector<CandidateRecord> candidates;
  std::vector<int> rungs;  // epochs of each
  bool stopped = false;    // by the user; the same search goes on from the journal
  int from_journal = 0;    // results that were not computed anew
  double cpu_seconds = 0.0;
};

struct SearchJob {
  const Space* space = nullptr;
  const Sampler* sampler = nullptr;
  SchedulerOptions scheduler;
  BoardLimits limits;
  int trials = 40;  // candidates that are trained; those refused come on top
  std::uint64_t seed = 1;
  int workers = 1;  // more than lookahead are not used
  // So many jobs may be open at once. A larger one keeps more workers busy and lets each decision
  // know less.
  int lookahead = 4;
  Path journal = {};             // one JSON object a line, appended; empty: none is written
  std::string fingerprint = {};  // of what train() depends on besides the point: data, options
  Objective objective = Objective::validation_accuracy;  // what train() gives

  // What the candidate takes of the board. An error refuses it. Never called by two at once.
  std::function<Result<Footprint>(const Candidate&)> weigh;
  // Trains the candidate until it has had so many epochs in all, and gives its value. Must be a
  // function of (point, epochs), and thread-safe for different candidates. An error but cancelled
  // is kept as `failed`.
  std::function<Result<double>(const Candidate&, int epochs)> train;
};

// Fails for options out of range, a journal that is damaged before its end or of another search,
// when it cannot be written, when the limits refuse 200 candidates in a row, and when the first
// five trainings all fail.
Result<SearchHistory> run_search(const SearchJob& job, Progress& progress);

// The last result of a candidate that did not fail, or nullptr.
const RungResult* last_result(const CandidateRecord& record);
// The candidate with most epochs and then the largest value; -1: none has a value.
int best_candidate(const SearchHistory& history);

}  // namespace tadpole
