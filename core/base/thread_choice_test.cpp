// SPDX-License-Identifier: Apache-2.0
#include "core/base/thread_choice.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

// Of `steps` steps that take so many seconds on all threads and on one: how many ran on one.
int steps_on_one(ThreadChoice& choice, int steps, double all, double one) {
  int count = 0;
  for (int i = 0; i < steps; ++i) {
    const bool on_one = choice.threads() == 1;
    count += on_one;
    choice.took(on_one ? one : all);
  }
  return count;
}

TEST(ThreadChoice, what_threads_make_slower_runs_on_one) {
  ThreadChoice choice(4);
  EXPECT_GE(steps_on_one(choice, 1000, 3.0, 1.0), 950);  // all but half of five trials of eight
}

TEST(ThreadChoice, what_threads_make_faster_runs_on_all) {
  ThreadChoice choice(4);
  EXPECT_LE(steps_on_one(choice, 1000, 1.0, 3.0), 50);
}

TEST(ThreadChoice, when_the_machine_changes_the_choice_changes) {
  ThreadChoice choice(2);
  steps_on_one(choice, 600, 1.0, 2.0);
  steps_on_one(choice, 600, 2.0, 1.0);  // a period passes, and the next trial sees it
  EXPECT_GE(steps_on_one(choice, 400, 2.0, 1.0), 380);
}

TEST(ThreadChoice, one_thread_is_always_one) {
  ThreadChoice choice(1);
  EXPECT_EQ(steps_on_one(choice, 100, 2.0, 2.0), 100);
}

}  // namespace
}  // namespace tadpole
