// SPDX-License-Identifier: Apache-2.0
// Whether a step that comes again and again is faster on all threads or on one: waking a thread
// takes longer than a small step. A few steps of both are timed in turn, and the better is kept for
// a while. What the step computes must not depend on it.
#pragma once

namespace tadpole {

class ThreadChoice {
 public:
  // most: the threads there are.
  explicit ThreadChoice(int most) : most_(most) {}

  // For the next step: all, or 1.
  int threads() const;
  // What that step took.
  void took(double seconds);

 private:
  int most_;
  int steps_ = 0;    // since the last trial began
  int period_ = 32;  // until the next one begins
  bool one_is_better_ = false;
  double all_ = 0, one_ = 0;  // the fastest of this trial
};

}  // namespace tadpole
