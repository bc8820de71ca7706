// SPDX-License-Identifier: Apache-2.0
#include "core/train/schedule.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

Schedule made(const ScheduleOptions& options, std::int64_t total = 1000,
              std::int64_t per_epoch = 10) {
  return Schedule::create(options, total, per_epoch).value();
}

std::string refusal(const ScheduleOptions& options) {
  const auto schedule = Schedule::create(options, 1000, 10);
  return schedule.ok() ? "" : schedule.error().message;
}

TEST(Schedule, ConstantStaysConstant) {
  const Schedule s = made({.kind = "constant", .learning_rate = 0.01});
  EXPECT_EQ(s.rate(0), 0.01);
  EXPECT_EQ(s.rate(5000), 0.01);
}

// The course's "12000,3000" steps at "0.001,0.0001".
TEST(Schedule, StepsHoldEachRateForItsSteps) {
  const Schedule s =
      made({.kind = "steps", .step_counts = {"12000", "3000"}, .step_rates = {"0.001", "0.0001"}});
  EXPECT_EQ(s.rate(0), 0.001);
  EXPECT_EQ(s.rate(11999), 0.001);
  EXPECT_EQ(s.rate(12000), 0.0001);
  EXPECT_EQ(s.rate(14999), 0.0001);
  EXPECT_EQ(s.rate(99999), 0.0001);
}

// By hand: warm-up over 100 of 1000 steps from 4 % of the rate; the cosine's middle is at step 550,
// half the rate.
TEST(Schedule, CosineRisesThenFallsToAlmostNothing) {
  const Schedule s = made({.kind = "cosine", .learning_rate = 0.002, .warmup_percent = 10});
  EXPECT_NEAR(s.rate(0), 0.00008, 1e-12);
  EXPECT_NEAR(s.rate(50), 0.002 * 0.52, 1e-12);
  EXPECT_NEAR(s.rate(100), 0.002, 1e-12);
  EXPECT_NEAR(s.rate(550), 0.001, 1e-12);
  EXPECT_NEAR(s.rate(1000), 0.002 * 1e-4, 1e-12);
  EXPECT_NEAR(s.rate(2000), 0.002 * 1e-4, 1e-12);
}

TEST(Schedule, CosineWithoutWarmupStartsAtTheTop) {
  EXPECT_NEAR(made({.learning_rate = 0.002, .warmup_percent = 0}).rate(0), 0.002, 1e-12);
}

// By hand: 0.01 * 0.5^2 in the third epoch of 10 steps.
TEST(Schedule, ExponentialFallsOncePerEpoch) {
  const Schedule s = made({.kind = "exponential", .learning_rate = 0.01, .decay = 0.5});
  EXPECT_EQ(s.rate(9), 0.01);
  EXPECT_EQ(s.rate(10), 0.005);
  EXPECT_EQ(s.rate(29), 0.0025);
}

TEST(Schedule, SaysWhatIsWrongWithTheLists) {
  EXPECT_EQ(
      refusal({.kind = "steps", .step_counts = {"10", "20"}, .step_rates = {"0.1"}}),
      "schedule steps has 2 step_counts and 1 step_rates; give as many of each, at least one");
  EXPECT_EQ(
      refusal({.kind = "steps"}),
      "schedule steps has 0 step_counts and 0 step_rates; give as many of each, at least one");
  EXPECT_EQ(refusal({.kind = "steps", .step_counts = {"many"}, .step_rates = {"0.1"}}),
            "step_counts holds 'many'; expected numbers above 0");
  EXPECT_EQ(refusal({.kind = "steps", .step_counts = {"10"}, .step_rates = {"-0.1"}}),
            "step_rates holds '-0.1'; expected numbers above 0");
}

TEST(Schedule, RefusesAnUnknownKindAndNumbersOutOfRange) {
  EXPECT_EQ(refusal({.kind = "cosin"}),
            "there is no schedule 'cosin' (did you mean 'cosine'?); use constant, cosine, steps, "
            "exponential");
  EXPECT_EQ(refusal({.learning_rate = 0.0}), "learning_rate is 0; expected a number above 0");
  EXPECT_EQ(refusal({.warmup_percent = 100}), "warmup_percent is 100; expected 0 to below 100");
  EXPECT_EQ(refusal({.kind = "exponential", .decay = 1.5}),
            "decay is 1.5; expected a factor above 0, at most 1");
}

}  // namespace
}  // namespace tadpole
