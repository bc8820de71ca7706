// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_motion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "core/data/split.h"
#include "core/data/test_folder.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

SampleSet imported(const Path& path, const MotionOptions& options = {}) {
  auto set = import_motion(path, options);
  EXPECT_TRUE(set.ok()) << set.error().message;
  return set.ok() ? set.value() : SampleSet{};
}

std::string refusal(const Path& path, const MotionOptions& options = {}) {
  const auto set = import_motion(path, options);
  return set.ok() ? "it was read" : set.error().message;
}

void put(const TempFolder& folder, const std::string& name, std::string_view text) {
  ASSERT_TRUE(write_file(folder / name, text).ok());
}

std::map<std::string, int> count_labels(const SampleSet& set) {
  std::map<std::string, int> counts;
  for (const Sample& s : set.samples) ++counts[s.label];
  return counts;
}

TEST(ImportMotion, a_folder_per_label_is_read) {
  const TempFolder folder;
  put(folder, "punch/1.csv", "ax,ay\n1,2\n3,4\n");
  put(folder, "flex/ann/1.csv", "ax,ay\n1,2\n");
  put(folder, "flex/notes.md", "ax");
  const SampleSet set = imported(folder.path(), {.recorded_hz = 119, .licence = "CC0"});
  ASSERT_EQ(set.samples.size(), 2U);
  EXPECT_EQ(set.kind, "motion");
  EXPECT_EQ(set.rate_hz, 119.0);
  EXPECT_EQ(set.samples[0].label, "flex");
  EXPECT_EQ(set.samples[0].who, "ann");
  EXPECT_EQ(set.samples[0].licence, "CC0");
  EXPECT_EQ(set.samples[1].name, "punch/1.csv");
  EXPECT_TRUE(is_unnamed(set.samples[1].who));
  EXPECT_EQ(set.samples[1].shape, (std::array<int, 3>{2, 1, 2}));
}

TEST(ImportMotion, a_folder_per_person_is_told_by_labels_in_the_rows) {
  const TempFolder folder;
  put(folder, "ann/1.csv", "ax,label\n1,walk\n2,sit\n");
  put(folder, "walk/1.csv", "ax,label\n1,walk\n");
  const SampleSet set = imported(folder.path());
  EXPECT_EQ(set.samples[0].who, "ann");
  EXPECT_EQ(set.samples[1].who, "ann");
  EXPECT_EQ(set.samples[1].label, "sit");
  EXPECT_TRUE(is_unnamed(set.samples[2].who));
}

TEST(ImportMotion, files_of_a_folder_are_named_after_their_label) {
  const TempFolder folder;
  put(folder, "walk_03.csv", "ax\n1\n");
  put(folder, "punch.csv", "ax\n1\n\n2\n");
  const SampleSet set = imported(folder.path());
  EXPECT_EQ(count_labels(set), (std::map<std::string, int>{{"punch", 2}, {"walk", 1}}));
  EXPECT_NE(set.samples[0].who, set.samples[1].who);  // recordings of their own
}

TEST(ImportMotion, a_manifest_names_label_person_slice_and_split) {
  const TempFolder folder;
  put(folder, "manifest.csv",
      "file,label,group,split,who\na.csv,up,left hand,test,ann\nb.csv,per-row,,any,bob\n"
      "about.csv,,,any,\n");
  put(folder, "a.csv", "ax\n1\n");
  put(folder, "b.csv", "ax,label\n1,down\n");
  const SampleSet set = imported(folder.path());
  ASSERT_EQ(set.samples.size(), 2U);
  EXPECT_EQ(set.samples[0].group, "left hand");
  EXPECT_EQ(set.samples[0].who, "ann");
  EXPECT_EQ(set.samples[0].given, Split::test);
  EXPECT_EQ(set.samples[1].label, "down");
  EXPECT_FALSE(set.samples[1].given);
}

TEST(ImportMotion, uneven_stamps_are_put_onto_the_rate) {
  const TempFolder folder;
  put(folder, "a.csv", "time_ms,ax\n0,0\n10,1\n30,3\n40,4\n");
  const SampleSet set = imported(folder / "a.csv", {.rate_hz = 100, .label = "ramp"});
  const auto values = set.float_values(set.samples[0]);
  ASSERT_EQ(values.size(), 5U);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(values[i], i, 1e-5);  // a line stays a line
}

TEST(ImportMotion, a_much_lower_rate_gets_means_so_that_nothing_folds_over) {
  const TempFolder folder;
  std::string text = "ms,ax\n";
  for (int i = 0; i < 400; ++i)  // 250 Hz: at 25 Hz only its mean, 2, may be left
    text += std::to_string(i) + "," + std::to_string(i % 4 < 2 ? 1 : 3) + "\n";
  put(folder, "a.csv", text);
  const SampleSet set = imported(folder / "a.csv", {.rate_hz = 25});
  const auto values = set.float_values(set.samples[0]);
  ASSERT_EQ(values.size(), 10U);  // 399 ms at 40 ms a step
  for (std::size_t i = 1; i < 9; ++i) EXPECT_NEAR(values[i], 2.0F, 1e-6F);
}

TEST(ImportMotion, rows_are_kept_when_no_rate_is_asked_for) {
  const TempFolder folder;
  std::string fast = "ms,ax\n", slow = "ms,ax\n";
  for (int i = 0; i < 30; ++i) {
    fast += std::to_string(10 * i + i % 2) + ",1\n";
    slow += std::to_string(20 * i) + ",1\n";
  }
  put(folder, "fast_1.csv", fast);
  EXPECT_EQ(imported(folder.path()).rate_hz, 99.7);  // 29 steps in 291 ms
  put(folder, "fast_2.csv", fast);
  put(folder, "slow_1.csv", slow);
  EXPECT_EQ(refusal(folder.path()),
            "slow_1.csv was recorded at 50 Hz, most of the others at 99.7 Hz; give the rate that "
            "all shall have (rate_hz)");
}

TEST(ImportMotion, gravity_tells_the_unit) {
  const TempFolder folder;
  put(folder, "a.csv", "x,y,z\n0.1,0,1\n0,0,0.9\n");
  EXPECT_EQ(imported(folder / "a.csv").channels[2].unit, "g");
  put(folder, "b.csv", "ax,ay,az,gx\n0.1,0,9.8,200\n");
  EXPECT_EQ(imported(folder / "b.csv").channels[0].unit, "m/s^2");
  EXPECT_EQ(imported(folder / "b.csv").channels[3].unit, "");
}

TEST(ImportMotion, what_does_not_fit_is_refused) {
  const TempFolder folder;
  EXPECT_NE(refusal(folder / "no").find("is not there; give a file or a folder"),
            std::string::npos);
  EXPECT_NE(refusal(folder.path()).find("holds no file of recordings"), std::string::npos);
  put(folder, "a.csv", "ax,ay\n1,2\n");
  put(folder, "b.csv", "ax,az\n1,2\n");
  EXPECT_EQ(refusal(folder.path()),
            "a.csv has the axes acc_x,acc_y, but b.csv has acc_x,acc_z; name the axes that both "
            "have, or import them apart");
  EXPECT_EQ(imported(folder.path(), {.axes = {"ax"}}).samples.size(), 2U);
  EXPECT_NE(refusal(folder.path(), {.rate_hz = -1}).find("a rate must lie"), std::string::npos);
  put(folder, "manifest.csv", "file,label\n../x.csv,a\n");
  EXPECT_NE(refusal(folder.path()).find("manifest.csv:2: '../x.csv' names no file below"),
            std::string::npos);
  put(folder, "manifest.csv", "name,label\nx.csv,a\n");
  EXPECT_NE(refusal(folder.path()).find("has no column 'file'"), std::string::npos);
  put(folder, "manifest.csv", "file,label\nx.csv\n");
  EXPECT_NE(refusal(folder.path()).find("manifest.csv:2: the row has 1 fields"), std::string::npos);
  put(folder, "manifest.csv", "file,split\na.csv,later\n");
  EXPECT_NE(refusal(folder.path()).find("manifest.csv:2: "), std::string::npos);
  put(folder, "c.csv", "s,time_s,ax\n0,0,1\n0,1e9,1\n");
  EXPECT_NE(refusal(folder / "c.csv", {.rate_hz = 50, .longest_gap_s = 0}).find("too long for"),
            std::string::npos);
}

// Numbers of recordings: the README of each set.
TEST(ImportMotionShared, real_sets_are_read) {
  TADPOLE_SHARED_OR_SKIP(data, "data");
  EXPECT_EQ(count_labels(imported(data / "arduino-gestures", {.recorded_hz = 119})),
            (std::map<std::string, int>{
                {"circ", 48}, {"flex", 26}, {"hori", 98}, {"punch", 16}, {"vert", 77}}));
  const SampleSet digits = imported(data / "imu-digits", {.rate_hz = 50});
  EXPECT_EQ(digits.channels.size(), 9U);
  EXPECT_EQ(digits.samples.size(), 180U);
  EXPECT_EQ(digits.channels[0].unit, "m/s^2");
  EXPECT_EQ(imported(data / "microbit-gestures").samples.size(), 28U);
  const SampleSet fan = imported(data / "fan-vibration", {.recorded_hz = 50});
  EXPECT_EQ(fan.samples.size(), 27U);
  EXPECT_EQ(fan.samples[0].shape, (std::array<int, 3>{3000, 1, 3}));
  EXPECT_EQ(fan.channels[0].unit, "g");
}

TEST(ImportMotionShared, activities_are_cut_by_label_and_keep_their_person) {
  TADPOLE_SHARED_OR_SKIP(folder, "data/activity-watch-phone");
  const SampleSet set = imported(folder, {.rate_hz = 100});
  std::set<std::string> who, labels;
  for (const Sample& s : set.samples) who.insert(s.who), labels.insert(s.label);
  EXPECT_EQ(who.size(), 8U);
  EXPECT_EQ(labels,
            (std::set<std::string>{"SEATED", "SITTING_DOWN", "STANDING_UP", "TURNING", "WALKING"}));
}

// Sizes: timeseriesclassification.com lists them.
TEST(ImportMotionShared, ts_files_of_the_archive_are_read) {
  TADPOLE_SHARED_OR_SKIP(folder, "data/ucr-small");
  const SampleSet gun = imported(folder / "GunPoint" / "GunPoint_TRAIN.ts");
  EXPECT_EQ(gun.samples.size(), 50U);
  EXPECT_EQ(gun.samples[0].shape, (std::array<int, 3>{150, 1, 1}));
  EXPECT_EQ(gun.samples[0].given, Split::train);
  const SampleSet motions = imported(folder / "BasicMotions");
  EXPECT_EQ(motions.samples.size(), 40U);
  EXPECT_EQ(motions.samples[0].shape, (std::array<int, 3>{100, 1, 6}));
  EXPECT_EQ(imported(folder / "JapaneseVowels").samples.size(), 270U);
  EXPECT_EQ(imported(folder / "PickupGestureWiimoteZ").samples.size(), 50U);
}

}  // namespace
}  // namespace tadpole
