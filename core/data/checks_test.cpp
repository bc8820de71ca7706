// SPDX-License-Identifier: Apache-2.0
#include "core/data/checks.h"

#include <gtest/gtest.h>

#include "core/base/json.h"

namespace tadpole {
namespace {

constexpr ClipFacts kGood{
    .peak = 0.5, .rms = 0.1, .clipped_share = 0.0, .original_s = 0.6, .original_hz = 16000};

// Two labels, three speakers, one in each split.
Dataset good_dataset() {
  Dataset d;
  d.labels = {"yes", "no"};
  for (const char* label : {"yes", "no"}) {
    for (int s = 0; s < 3; ++s) {
      const std::string name = label + std::to_string(s);
      d.clips.push_back({.file = name + ".wav",
                         .label = label,
                         .word = label,
                         .speaker = "p" + std::to_string(s),
                         .group = s == 0 ? "kitchen" : "",
                         .split = static_cast<Split>(s),
                         .licence = "CC0",
                         .source = name,
                         .duration_s = 0.5,
                         .sha256 = name});
    }
  }
  return d;
}

std::vector<Finding> check(const Dataset& d, std::vector<ClipFacts> facts = {}) {
  facts.resize(d.clips.size(), kGood);
  return check_dataset(d, facts);
}

const Finding* find(const std::vector<Finding>& findings, const std::string& check) {
  for (const Finding& f : findings) {
    if (f.check == check) return &f;
  }
  return nullptr;
}

void expect_finding(const std::vector<Finding>& findings, const std::string& check,
                    Severity severity, const std::string& part) {
  const Finding* f = find(findings, check);
  ASSERT_NE(f, nullptr) << check;
  EXPECT_EQ(f->severity, severity) << f->sentence;
  EXPECT_NE(f->sentence.find(part), std::string::npos) << f->sentence;
}

TEST(Checks, AGoodDatasetHasNoFinding) {
  const auto found = check(good_dataset());
  EXPECT_TRUE(found.empty()) << found[0].sentence;
}

TEST(Checks, MeasureSeesLevelPeakAndClipping) {
  // By hand: a square wave of half scale; four of 100 samples at full scale.
  EXPECT_NEAR(measure(std::vector<std::int16_t>(100, 16384), 1, 16000).rms, 0.5, 1e-12);
  std::vector<std::int16_t> loud(100, 0);
  loud[3] = loud[4] = 32767, loud[5] = loud[6] = -32768;
  const ClipFacts f = measure(loud, 0.25, 8000);
  EXPECT_NEAR(f.clipped_share, 0.04, 1e-12);
  EXPECT_NEAR(f.peak, 1.0, 1e-12);
  EXPECT_EQ(f.original_hz, 8000);
  EXPECT_EQ(measure({}, 0, 0).rms, 0.0);
}

TEST(Checks, TheSoundOfEachClipIsJudged) {
  const Dataset d = good_dataset();
  const auto with = [](auto change) {
    ClipFacts f = kGood;
    change(f);
    return f;
  };
  const auto found = check(d, {with([](ClipFacts& f) { f.rms = 1e-5; }),
                               with([](ClipFacts& f) { f.clipped_share = 0.02; }),
                               with([](ClipFacts& f) { f.original_s = 0.03; }),
                               with([](ClipFacts& f) { f.original_hz = 8000; })});
  expect_finding(found, "silent", Severity::warning, "yes0 (yes) is silent: its level is -100 dB");
  expect_finding(found, "clipped", Severity::warning, "2.0 % of its samples are at full scale");
  expect_finding(found, "too short", Severity::warning, "lasts 0.03 s");
  expect_finding(found, "low rate", Severity::note, "recorded at 8000 Hz: nothing above 4000 Hz");
  EXPECT_EQ(find(found, "silent")->file, "yes0.wav");
}

TEST(Checks, TheSameSoundTwiceIsFound) {
  Dataset d = good_dataset();
  d.clips[3].sha256 = d.clips[0].sha256;  // yes and no of the same speaker
  expect_finding(check(d), "duplicate", Severity::error,
                 "yes0 (yes, train) and no0 (no, train); one of the labels is wrong");
  d = good_dataset();
  d.clips[1].sha256 = d.clips[0].sha256;
  expect_finding(check(d), "duplicate", Severity::error,
                 "yes0 (yes, train) and yes1 (yes, validation); remove one");
  d = good_dataset();
  d.clips.push_back(d.clips[0]);
  expect_finding(check(d), "duplicate", Severity::warning, "the same sound is yes0");
}

TEST(Checks, ALeakingSpeakerIsAnError) {
  Dataset d = good_dataset();
  d.clips[0].split = Split::test;
  expect_finding(check(d), "leaking speaker", Severity::error,
                 "speaker 'p0' is in the splits train and test");
}

TEST(Checks, ClassesThatAreMissingAloneOrUnevenAreFound) {
  Dataset d = good_dataset();
  d.labels.push_back("up");
  expect_finding(check(d), "missing class", Severity::error, "no training clip for 'up'");
  d = good_dataset();
  d.clips.resize(3);
  d.labels = {"yes"};
  expect_finding(check(d), "one class", Severity::error, "all clips have the label 'yes'");
  d = good_dataset();
  for (int i = 0; i < 20; ++i) {
    d.clips.push_back(d.clips[0]);
    d.clips.back().sha256 = "x" + std::to_string(i);
  }
  expect_finding(check(d), "imbalance", Severity::warning,
                 "the largest class has 23 clips, the smallest 3");
  d = good_dataset();
  d.clips[2].split = d.clips[5].split = Split::train;
  expect_finding(check(d), "missing class", Severity::warning, "there is no test clip for 'yes'");
}

TEST(Checks, FewOrUnnamedSpeakersAreSaid) {
  Dataset d = good_dataset();
  for (Clip& clip : d.clips) clip.speaker = "me";
  expect_finding(check(d), "few speakers", Severity::warning, "not proven: there is one speaker");
  d = good_dataset();
  for (Clip& clip : d.clips) clip.speaker = "file " + clip.source;
  expect_finding(check(d), "unknown speaker", Severity::warning, "6 recordings name no speaker");
}

TEST(Checks, ErrorsComeFirst) {
  Dataset d = good_dataset();
  d.labels.push_back("up");
  const auto found = check(d, {{.rms = 0.0, .original_s = 1.0, .original_hz = 8000}});
  for (std::size_t i = 1; i < found.size(); ++i)
    EXPECT_GE(found[i - 1].severity, found[i].severity);
}

TEST(Datasheet, CountsClipsSpeakersGroupsLicencesAndOrigins) {
  Dataset d = good_dataset();
  d.clips[0].origin = Origin::synthetic;
  d.clips[1].consent = "signed";
  const nlohmann::json sheet =
      datasheet(d, {{"silent", Severity::warning, "a.wav", "a is silent"}});
  EXPECT_EQ(sheet["clips"]["train"], 2);
  EXPECT_EQ(sheet["speakers"], 3);
  EXPECT_NEAR(sheet["hours"].get<double>(), 6 * 0.5 / 3600, 1e-12);
  EXPECT_EQ(sheet["classes"][0]["name"], "no");
  EXPECT_EQ(sheet["classes"][0]["test"], 1);
  EXPECT_EQ(sheet["groups"][0]["name"], "kitchen");
  EXPECT_EQ(sheet["licences"][0]["name"], "CC0");
  EXPECT_EQ(sheet["consents"][0]["name"], "not stated");
  EXPECT_EQ(sheet["origins"][1]["clips"], 1);
  EXPECT_EQ(sheet["findings"][0]["severity"], "warning");
  EXPECT_NE(sheet["split_proof"].get<std::string>().find("no speaker is in two splits"),
            std::string::npos);
  const std::string text = datasheet_text(sheet);
  EXPECT_NE(text.find("yes"), std::string::npos);
  EXPECT_NE(text.find("no speaker is in two splits"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
