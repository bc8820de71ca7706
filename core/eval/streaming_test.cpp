// SPDX-License-Identifier: Apache-2.0
#include "core/eval/streaming.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tadpole {
namespace {

const std::vector<std::string> kLabels = {"silence", "unknown", "yes", "no"};

// A drawn recording: the sample value says which label is being spoken.
StreamScene drawn_scene(double seconds) {
  StreamScene scene;
  scene.name = "drawn";
  scene.samples.assign(static_cast<std::size_t>(seconds * 16000), 0);
  return scene;
}

void speak(StreamScene& scene, int label, double start_s, double end_s) {
  for (auto i = static_cast<std::size_t>(start_s * 16000);
       i < static_cast<std::size_t>(end_s * 16000); ++i) {
    scene.samples[i] = static_cast<std::int16_t>(label);
  }
}

// Sure of a label as soon as 30 % of the window is that label's; else silence.
void perfect_ear(std::span<const std::int16_t> window, std::span<float> probabilities) {
  std::fill(probabilities.begin(), probabilities.end(), 0.0F);
  for (std::size_t label = 1; label < probabilities.size(); ++label) {
    const auto n = std::count(window.begin(), window.end(), static_cast<std::int16_t>(label));
    if (n < 4800) continue;
    probabilities[label] = 1.0F;
    return;
  }
  probabilities[0] = 1.0F;
}

Result<StreamingReport> listen(const std::vector<StreamScene>& scenes,
                               StreamingOptions options = {}) {
  SilentProgress progress;
  return streaming_test(scenes, kLabels, perfect_ear, options, progress);
}

TEST(Streaming, AWordSaidIsAWordHeardWithItsLatency) {
  StreamScene scene = drawn_scene(10);
  speak(scene, 2, 3.0, 3.8);
  scene.events = {{"yes", 3.0, 3.8}};
  const Result<StreamingReport> report = listen({scene});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().result.heard, 1);
  EXPECT_EQ(report.value().result.false_accepts, 0);
  ASSERT_EQ(report.value().detections.size(), 1U);
  EXPECT_EQ(report.value().detections[0].verdict, Verdict::hit);
  // Windows are sure from 3.32 s (first hop with 0.3 s of the word); the mean of 26 windows exceeds
  // 200 of 255 when 21 are sure: 20 hops of 40 ms later, 4.12 s, which is 320 ms after the word's
  // end.
  EXPECT_NEAR(report.value().median_latency_ms, 320.0, 1e-6);
}

TEST(Streaming, ASoundThatNobodySaidIsAFalseAccept) {
  StreamScene scene = drawn_scene(36);
  speak(scene, 3, 20.0, 20.8);
  const Result<StreamingReport> report = listen({scene});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().result.false_accepts, 1);
  EXPECT_NEAR(report.value().result.false_accepts_per_hour, 100.0, 1e-9);  // one in 36 seconds
}

TEST(Streaming, AWordTakenForAnotherIsWrongAndNotHeard) {
  StreamScene scene = drawn_scene(10);
  speak(scene, 3, 3.0, 3.8);
  scene.events = {{"yes", 3.0, 3.8}};
  const StreamingPoint result = listen({scene}).value().result;
  EXPECT_EQ(result.wrong_words, 1);
  EXPECT_EQ(result.heard, 0);
  EXPECT_EQ(result.missed, 0);
  EXPECT_EQ(result.false_accepts, 0);
  EXPECT_DOUBLE_EQ(result.miss_rate, 1.0);
}

TEST(Streaming, AWordNobodyHearsIsMissed) {
  StreamScene scene = drawn_scene(10);
  scene.events = {{"yes", 3.0, 3.8}};
  EXPECT_EQ(listen({scene}).value().result.missed, 1);
}

TEST(Streaming, AKeywordReportedInAnUnknownWordIsAFalseAcceptAndNamesIt) {
  StreamScene scene = drawn_scene(10);
  speak(scene, 2, 3.0, 3.8);
  scene.events = {{"unknown", 3.0, 3.8}};
  const StreamingReport report = listen({scene}).value();
  EXPECT_EQ(report.result.words, 0);  // unknown words are no targets
  EXPECT_EQ(report.result.false_accepts, 1);
  EXPECT_EQ(report.detections[0].during, "unknown");
}

TEST(Streaming, TheSameWordReportedTwiceIsARepeatAndCountsAsFalseAccept) {
  StreamScene scene = drawn_scene(12);
  speak(scene, 2, 3.0, 7.0);
  scene.events = {{"yes", 3.0, 7.0}};
  const StreamingReport report = listen({scene}).value();
  EXPECT_EQ(report.result.heard, 1);
  EXPECT_GE(report.repeats, 1);
  EXPECT_EQ(report.result.false_accepts, report.repeats);
}

TEST(Streaming, TwoWordsCloseTogetherAreBothMatched) {
  StreamScene scene = drawn_scene(12);
  speak(scene, 2, 3.0, 3.8);
  speak(scene, 3, 5.0, 5.8);
  scene.events = {{"yes", 3.0, 3.8}, {"no", 5.0, 5.8}};
  EXPECT_EQ(listen({scene}).value().result.heard, 2);
}

TEST(Streaming, AHigherThresholdMissesMoreAndErrsLess) {
  StreamScene scene = drawn_scene(40);
  speak(scene, 2, 3.0, 3.8);
  speak(scene, 3, 20.0, 20.5);  // short: its mean stays below the usual threshold
  scene.events = {{"yes", 3.0, 3.8}};
  const StreamingReport report = listen({scene}).value();
  ASSERT_EQ(report.curve.size(), 52U);
  EXPECT_GT(report.curve.front().false_accepts, 0);
  EXPECT_EQ(report.curve.back().heard, 0);
  for (std::size_t i = 1; i < report.curve.size(); ++i) {
    EXPECT_LE(report.curve[i].heard, report.curve[i - 1].heard);
  }
}

TEST(Streaming, AShortQuietTestCannotExcludeAHighRate) {
  StreamingReport report;
  report.hours =
      1.0 / 6.0;  // ten minutes, nothing falsely accepted: the rule of three says 3 / hours
  EXPECT_NEAR(false_accepts_per_hour_bound(report), 17.974, 0.001);
  report.hours = 0.0;
  EXPECT_EQ(false_accepts_per_hour_bound(report), 0.0);
}

TEST(Streaming, ScenesAddUp) {
  StreamScene a = drawn_scene(1800);
  StreamScene b = drawn_scene(1800);
  b.events = {{"no", 5.0, 5.5}};
  StreamingOptions options;
  options.hop_ms = 1000;
  const StreamingReport report = listen({a, b}, options).value();
  EXPECT_NEAR(report.hours, 1.0, 1e-12);
  EXPECT_EQ(report.result.words, 1);
  EXPECT_EQ(report.events[0].scene, 1);
  EXPECT_EQ(report.traces.size(), 2U);
}

TEST(Streaming, WrongUseIsToldInOneSentence) {
  EXPECT_NE(listen({}).error().message.find("there is no scene"), std::string::npos);
  StreamScene tiny = drawn_scene(0.5);
  EXPECT_NE(listen({tiny}).error().message.find("has 8000 samples, at least 16000"),
            std::string::npos);
  StreamScene scene = drawn_scene(2);
  StreamingOptions options;
  options.hop_ms = 5;
  EXPECT_NE(listen({scene}, options).error().message.find("the hop is 5 ms"), std::string::npos);
  scene.events = {{"yess", 0.1, 0.5}};
  EXPECT_NE(listen({scene}).error().message.find("did you mean 'yes'?"), std::string::npos);
}

class Impatient final : public Progress {
 public:
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view) override {}
  bool stop_requested() const override { return true; }
};

TEST(Streaming, StopsWhenTheUserAsks) {
  Impatient progress;
  const auto report = streaming_test({drawn_scene(2)}, kLabels, perfect_ear, {}, progress);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace tadpole
