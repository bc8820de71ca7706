// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_choice.h"

#include <algorithm>

namespace tadpole {
namespace {

constexpr int kTrial = 8;  // steps: all, one, all, one, ...
// Trials become rarer: first the code is compiled and caches are filled; later the machine's other
// work changes.
constexpr int kLongest = 512;

}  // namespace

int ThreadChoice::threads() const {
  if (steps_ < kTrial) return steps_ % 2 == 0 ? most_ : 1;
  return one_is_better_ ? 1 : most_;
}

void ThreadChoice::took(double seconds) {
  if (most_ <= 1) return;
  if (steps_ < kTrial) {
    double& best = steps_ % 2 == 0 ? all_ : one_;
    best = steps_ < 2 ? seconds : std::min(best, seconds);
  }
  ++steps_;
  if (steps_ == kTrial) one_is_better_ = one_ < all_;
  if (steps_ == period_) {
    steps_ = 0;
    period_ = std::min(2 * period_, kLongest);
  }
}

}  // namespace tadpole
