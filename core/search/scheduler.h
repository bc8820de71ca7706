// SPDX-License-Identifier: Apache-2.0
// How long a candidate is trained: successive halving. All begin with few epochs; the best third of
// a rung goes on to the next, without waiting for the rung to be full.
// Sources: ASHA: Li et al., A System for Massively Parallel Hyperparameter Tuning (2020);
// Hyperband: Li et al. (2018): brackets that begin at different rungs, for when early answers
// mislead.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct SchedulerOptions {
  std::string kind = "asha";  // asha | hyperband | full: every candidate gets all epochs
  int eta = 3;                // one of so many goes on; the papers take 3 or 4
  int rungs = 3;              // at most; fewer when the epochs do not suffice
  int epochs = 27;            // of the last rung
};

class Scheduler {
 public:
  // Fails for a kind that there is not and for numbers out of range.
  static Result<Scheduler> create(const SchedulerOptions& options);

  // Epochs in all at each rung, rising: epochs / eta^k, rounded down: {3, 9, 27}.
  const std::vector<int>& rungs() const { return rungs_; }
  // hyperband: brackets take turns, so that each gets the same number of epochs; the others: 0.
  int first_rung(int candidate) const;

  // Told in an order that does not depend on the machine. value: larger is better; of a candidate
  // that failed: minus infinity, then it never goes on.
  void finished(int candidate, int rung, double value);
  struct Promotion {
    int candidate = 0, rung = 0;  // where it goes
  };
  // Who goes on now, to the highest rung first; then it counts as gone. closing: no more candidates
  // will come, so the best of each rung goes on, however few there are, if nobody has yet.
  enum class Phase : std::uint8_t { open, closing };
  std::optional<Promotion> promote(Phase phase);

 private:
  struct Entry {
    int candidate = 0;
    double value = 0.0;
    bool gone = false;
  };
  using Rung = std::vector<Entry>;  // best first
  std::optional<Promotion> promote_from(Rung& rung, std::size_t index, std::size_t quota);

  SchedulerOptions options_;
  std::vector<int> rungs_;
  std::vector<int> turns_;                   // of a round of candidates: the rung each begins at
  std::vector<std::vector<Rung>> brackets_;  // [first rung][rung]
};

}  // namespace tadpole
