// SPDX-License-Identifier: Apache-2.0
#include "core/eval/smoothing.h"

#include <gtest/gtest.h>

#include "core/base/rng.h"
#include "device/stream/posterior_smoother.h"

namespace tadpole {
namespace {

// Feeds the same scores every 100 ms and gives the times of the new decisions.
std::vector<int> reports(Smoother& smoother, const std::vector<std::uint8_t>& scores, int from_ms,
                         int to_ms) {
  std::vector<int> times;
  for (int t = from_ms; t <= to_ms; t += 100) {
    if (smoother.add({t, scores}).is_new) times.push_back(t);
  }
  return times;
}

TEST(Smoothing, TheMeanMustBeAboveTheThreshold) {
  Smoother at(SmoothingOptions{});
  EXPECT_TRUE(reports(at, {0, 200}, 0, 3000).empty());
  Smoother above(SmoothingOptions{});
  EXPECT_FALSE(reports(above, {0, 201}, 0, 3000).empty());
}

TEST(Smoothing, NothingIsDecidedBeforeAQuarterOfTheWindow) {
  Smoother smoother(SmoothingOptions{});
  // 3 results at 200 ms, but 250 ms must be covered: 300 ms. Again after more than 1500 ms: 1900
  // ms.
  EXPECT_EQ(reports(smoother, {0, 255}, 0, 2000), (std::vector<int>{300, 1900}));
}

TEST(Smoothing, FewResultsDecideNothing) {
  SmoothingOptions options;
  options.minimum_count = 5;
  Smoother smoother(options);
  EXPECT_EQ(reports(smoother, {0, 255}, 0, 1000), (std::vector<int>{400}));
}

TEST(Smoothing, AnotherWordIsReportedWithinTheSuppressionTime) {
  Smoother smoother(SmoothingOptions{});
  EXPECT_EQ(reports(smoother, {0, 255, 0}, 0, 400), (std::vector<int>{300}));
  // 5 results of the first word, then k of the second: mean 255 k / n > 200. At 1400 ms the window
  // holds 400..1400: 1 and 10, mean 231; at 1300 ms 2 and 9, mean 208; at 1200 ms 3 and 8, mean
  // 185.
  EXPECT_EQ(reports(smoother, {0, 0, 255}, 500, 2000), (std::vector<int>{1300}));
}

TEST(Smoothing, TheMeanIsOverTheWindowOnly) {
  Smoother smoother(SmoothingOptions{});
  for (int t = 0; t < 2000; t += 100) smoother.add({t, {255, 0}});
  for (int t = 2000; t <= 3000; t += 100) smoother.add({t, {0, 110}});
  const SmoothedResult result = smoother.add({3100, {0, 110}});
  EXPECT_EQ(result.label, 1);
  EXPECT_EQ(smoother.mean(0), 0);
  EXPECT_EQ(result.score, 110);  // 2100 to 3100 ms: the first word is forgotten
}

// Scores that stay with one label for a while, as speech does.
std::vector<Posterior> drawn_posteriors(std::uint64_t seed, int hop_ms) {
  Rng rng(seed);
  std::vector<Posterior> posteriors;
  int label = 0;
  for (int i = 0; i < 3000; ++i) {
    if (rng.uniform() < 0.05) label = static_cast<int>(rng.below(4));
    std::vector<std::uint8_t> scores;
    for (int k = 0; k < 4; ++k) {
      scores.push_back(static_cast<std::uint8_t>(k == label ? 255 - rng.below(60) : rng.below(60)));
    }
    posteriors.push_back({i * hop_ms, scores});
  }
  return posteriors;
}

TEST(Smoothing, DecidesExactlyAsTheDeviceDoes) {
  for (const int hop_ms : {20, 37, 100, 300}) {
    SCOPED_TRACE(hop_ms);
    device::PosteriorSmoother<4, 64> on_device{device::SmootherOptions{}};
    Smoother on_host{SmoothingOptions{}};
    int decisions = 0;
    for (const Posterior& posterior :
         drawn_posteriors(static_cast<std::uint64_t>(hop_ms), hop_ms)) {
      const device::Heard heard = on_device.add(posterior.time_ms, posterior.scores.data());
      const SmoothedResult result = on_host.add(posterior);
      ASSERT_EQ(heard.label, result.label);
      ASSERT_EQ(heard.score, result.score);
      ASSERT_EQ(heard.is_new, result.is_new);
      decisions += result.is_new ? 1 : 0;
    }
    EXPECT_GT(decisions, 20);
  }
}

}  // namespace
}  // namespace tadpole
