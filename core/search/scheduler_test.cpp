// SPDX-License-Identifier: Apache-2.0
#include "core/search/scheduler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

namespace tadpole {
namespace {

// Candidates of these values, one after the other, each with all that it may climb. Returns the
// epochs each was given.
std::vector<int> epochs_of(const std::vector<double>& values, const SchedulerOptions& options) {
  Scheduler scheduler = Scheduler::create(options).value();
  std::vector<int> epochs(values.size());
  const auto train = [&](int candidate, int rung) {
    const auto c = static_cast<std::size_t>(candidate);
    epochs[c] = scheduler.rungs()[static_cast<std::size_t>(rung)];
    scheduler.finished(candidate, rung, values[c]);
  };
  for (std::size_t c = 0; c < values.size(); ++c) {
    train(static_cast<int>(c), scheduler.first_rung(static_cast<int>(c)));
    while (const auto next = scheduler.promote(Scheduler::Phase::open))
      train(next->candidate, next->rung);
  }
  while (const auto next = scheduler.promote(Scheduler::Phase::closing))
    train(next->candidate, next->rung);
  return epochs;
}

TEST(Scheduler, rungs_are_a_third_each) {
  EXPECT_EQ(Scheduler::create({.epochs = 27}).value().rungs(), (std::vector<int>{3, 9, 27}));
  EXPECT_EQ(Scheduler::create({.eta = 4, .rungs = 9, .epochs = 20}).value().rungs(),
            (std::vector<int>{1, 5, 20}));
  EXPECT_EQ(Scheduler::create({.kind = "full", .epochs = 20}).value().rungs(),
            (std::vector<int>{20}));
}

// By hand: of nine, three are the best third of the first rung, one of those the best of the next.
TEST(Scheduler, asha_gives_the_epochs_to_the_best) {
  const std::vector<int> epochs = epochs_of({9, 1, 2, 8, 3, 4, 7, 5, 6}, {.epochs = 27});
  EXPECT_EQ(epochs, (std::vector<int>{27, 3, 3, 9, 3, 3, 9, 3, 3}));
}

// By hand: the first two never lead a third, the next two are overtaken at the second rung.
TEST(Scheduler, candidates_that_come_better_and_better_cost_most) {
  EXPECT_EQ(epochs_of({1, 2, 3, 4, 5, 6, 7, 8, 9}, {.epochs = 27}),
            (std::vector<int>{3, 3, 9, 9, 27, 27, 27, 27, 27}));
}

TEST(Scheduler, the_last_one_standing_gets_all_epochs) {
  EXPECT_EQ(epochs_of({2, 5}, {.epochs = 27}), (std::vector<int>{3, 27}));
}

TEST(Scheduler, full_gives_everybody_all_epochs) {
  EXPECT_EQ(epochs_of({2, 5, 1}, {.kind = "full", .epochs = 27}), (std::vector<int>{27, 27, 27}));
}

TEST(Scheduler, what_failed_never_goes_on) {
  const double failed = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(epochs_of({failed, failed}, {.epochs = 27}), (std::vector<int>{3, 3}));
}

// By hand, three rungs: 9 * 3 / 3 begin at the first, 3 * 3 / 2 = 4.5, so 5, at the second, 1 * 3 /
// 1 at the last.
TEST(Scheduler, hyperband_begins_some_higher) {
  const Scheduler scheduler = Scheduler::create({.kind = "hyperband", .epochs = 27}).value();
  std::map<int, int> begins;
  for (int c = 0; c < 17; ++c) ++begins[scheduler.first_rung(c)];
  EXPECT_EQ(begins, (std::map<int, int>{{0, 9}, {1, 5}, {2, 3}}));
}

TEST(Scheduler, says_what_is_wrong) {
  EXPECT_NE(Scheduler::create({.kind = "ashes"}).error().message.find("did you mean 'asha'"),
            std::string::npos);
  EXPECT_NE(Scheduler::create({.eta = 1}).error().message.find("eta from 2"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
