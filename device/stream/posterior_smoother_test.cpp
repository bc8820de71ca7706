// SPDX-License-Identifier: Apache-2.0
#include "device/stream/posterior_smoother.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

using Smoother = PosteriorSmoother<3, 16>;  // silence, yes, no

// Feeds the same scores every 100 ms from `from_ms` to before `to_ms`; the times at which a word is
// new.
std::vector<int> reports(Smoother& smoother, const std::array<std::uint8_t, 3>& scores, int from_ms,
                         int to_ms) {
  std::vector<int> times;
  for (int t = from_ms; t < to_ms; t += 100) {
    if (smoother.add(t, scores.data()).is_new) times.push_back(t);
  }
  return times;
}

// Three results and a quarter of the window (250 ms): results at 0, 100, 200, 300 -> at 300.
TEST(PosteriorSmoother, DecidesOnlyWithThreeResultsThatCoverAQuarterOfTheWindow) {
  Smoother smoother({});
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 1000), std::vector<int>{300});
}

TEST(PosteriorSmoother, TheMeanMustBeAboveTheThresholdNotAtIt) {
  Smoother at({});
  EXPECT_TRUE(reports(at, {55, 200, 0}, 0, 3000).empty());
  Smoother above({});
  EXPECT_EQ(reports(above, {54, 201, 0}, 0, 1000), std::vector<int>{300});
}

// Heard at 300; the next may come when more than 1500 ms are over: 1900.
TEST(PosteriorSmoother, TheSameWordComesAgainOnlyAfterTheRest) {
  Smoother smoother({});
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 2500), (std::vector<int>{300, 1900}));
}

// Window of 11 results (0..1000 ms inclusive). "no" at 255 from 1000 ms on, "yes" before: the mean
// of "no" is above 200 with 9 of 11: 9 * 255 / 11 = 208, at 1800 ms; 8 of 11 give 185.
TEST(PosteriorSmoother, AnotherWordNeedsMostOfTheWindowButNoRest) {
  Smoother smoother({});
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 1000), std::vector<int>{300});
  EXPECT_EQ(reports(smoother, {0, 0, 255}, 1000, 2400), std::vector<int>{1800});
}

TEST(PosteriorSmoother, AfterSilenceTheSameWordMayComeAtOnce) {
  Smoother smoother({.average_window_ms = 300, .suppression_ms = 100000});
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 500), std::vector<int>{200});
  // Silence fills the window of 4 results from 800 on; as the rest class it may repeat.
  EXPECT_EQ(reports(smoother, {255, 0, 0}, 500, 1000), (std::vector<int>{800, 900}));
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 1000, 1500), std::vector<int>{1300});
}

TEST(PosteriorSmoother, MoreResultsThanItHoldsDropTheOldest) {
  PosteriorSmoother<2, 4> smoother({.average_window_ms = 10000, .minimum_count = 1});
  const std::array<std::uint8_t, 2> low{0, 0};
  const std::array<std::uint8_t, 2> high{0, 240};
  for (int t = 0; t < 4000; t += 1000) smoother.add(t, low.data());
  Heard heard{};
  for (int t = 4000; t < 8000; t += 1000) heard = smoother.add(t, high.data());
  EXPECT_EQ(heard.label, 1);
  EXPECT_EQ(heard.score, 240);
}

TEST(PosteriorSmoother, ResetForgetsEverything) {
  Smoother smoother({});
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 1000), std::vector<int>{300});
  smoother.reset();
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 1000), std::vector<int>{300});
}

}  // namespace
}  // namespace tadpole::device
