// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/sensor_log.h"

#include <gtest/gtest.h>

#include "core/data/motion/sensor_columns.h"

namespace tadpole {
namespace {

SensorLog parsed(std::string_view text, const LogOptions& options = {}) {
  auto log = parse_sensor_log(text, "log.csv", options);
  EXPECT_TRUE(log.ok()) << log.error().message;
  return log.ok() ? log.value() : SensorLog{};
}

std::string refusal(std::string_view text, const LogOptions& options = {}) {
  const auto log = parse_sensor_log(text, "log.csv", options);
  return log.ok() ? "it was read" : log.error().message;
}

std::vector<std::string> names(const SensorLog& log) {
  std::vector<std::string> all;
  for (const Channel& c : log.channels) all.push_back(c.name + "|" + c.unit);
  return all;
}

using Names = std::vector<std::string>;

TEST(SensorLog, finds_the_axes_under_the_names_that_loggers_give_them) {
  EXPECT_EQ(names(parsed("timestamp_ms,ax,ay,az,gX,gY,gZ,label\n1,1,2,3,4,5,6,a\n")),
            (Names{"acc_x|", "acc_y|", "acc_z|", "gyro_x|", "gyro_y|", "gyro_z|"}));
  EXPECT_EQ(names(parsed("\"Time (s)\",\"Acceleration x (m/s^2)\",\"Acceleration y (m/s^2)\"\n"
                         "0.0,1,2\n")),
            (Names{"acc_x|m/s^2", "acc_y|m/s^2"}));
  EXPECT_EQ(names(parsed("seconds_elapsed;accelerometer_z;magneticfield_x\n0.1;1;2\n")),
            (Names{"acc_z|", "mag_x|"}));
  EXPECT_EQ(names(parsed("epoc (ms)\tx-axis (deg/s)\tT (C)\n1\t2\t3\n")), (Names{"gyro_x|deg/s"}));
  EXPECT_EQ(names(parsed("config,speed_pct,x,y,z\n2,60,1,0,0\n")), (Names{"x|", "y|", "z|"}));
}

TEST(SensorLog, two_sensors_of_one_kind_keep_their_own_names) {
  EXPECT_EQ(names(parsed("accel_x,acc_x\n1,2\n")), (Names{"accel_x|", "acc_x|"}));
}

TEST(SensorLog, a_recording_ends_where_the_label_changes) {
  const SensorLog log = parsed("ax,label\n1,sit\n2,sit\n3,stand\n4,\n5,sit\n");
  ASSERT_EQ(log.parts.size(), 3U);  // the row without a label is left out
  EXPECT_EQ(log.parts[0].values, (std::vector<float>{1, 2}));
  EXPECT_EQ(log.parts[1].label, "stand");
  EXPECT_EQ(log.parts[2].line, 6);
  EXPECT_FALSE(log.separate);
}

TEST(SensorLog, empty_lines_and_repeated_headers_part_the_recordings_of_a_serial_log) {
  const SensorLog log = parsed("aX,aY\r\n1,2\r\n3,4\r\n\r\n\r\n5,6\r\naX,aY\r\n7,8\r\n\r\n");
  ASSERT_EQ(log.parts.size(), 3U);
  EXPECT_TRUE(log.separate);
  EXPECT_EQ(log.parts[1].values, (std::vector<float>{5, 6}));
  EXPECT_EQ(log.parts[2].line, 8);
}

TEST(SensorLog, a_clock_that_starts_again_begins_a_recording) {
  const SensorLog log = parsed("ms,ax\n0,1\n20,2\n40,3\n0,4\n20,5\n");
  ASSERT_EQ(log.parts.size(), 2U);
  EXPECT_TRUE(log.separate);
  EXPECT_EQ(log.parts[1].time_s, (std::vector<double>{0.0, 0.02}));
}

TEST(SensorLog, a_long_gap_in_time_ends_a_recording) {
  const std::string text = "time_ms,ax\n0,1\n10,2\n20,3\n2000,4\n2010,5\n";
  ASSERT_EQ(parsed(text).parts.size(), 2U);
  EXPECT_EQ(parsed(text).parts[1].values, (std::vector<float>{4, 5}));
  EXPECT_EQ(parsed(text, {.longest_gap_s = 0}).parts.size(), 1U);
}

TEST(SensorLog, a_file_without_a_header_has_time_where_a_column_climbs_steadily) {
  std::string text;
  for (int i = 0; i < 10; ++i)
    text += std::to_string(100 + 20 * i) + "," + std::to_string(i % 3) + ",0.5,wave\n";
  const SensorLog log = parsed(text);
  EXPECT_EQ(names(log), (Names{"axis_0|", "axis_1|"}));
  EXPECT_EQ(log.parts[0].label, "wave");
  EXPECT_NEAR(log.parts[0].time_s[9], 0.18, 1e-12);  // 9 steps of 20 ms
}

TEST(SensorLog, units_of_time_follow_from_the_size_of_the_steps) {
  EXPECT_EQ(guess_time_unit({0.0, 0.02, 0.04}), 1.0);
  EXPECT_EQ(guess_time_unit({0, 20, 40}), 1e-3);
  EXPECT_EQ(guess_time_unit({0, 10000, 20000}), 1e-6);
  EXPECT_EQ(guess_time_unit({0, 2e7, 4e7}), 1e-9);
  EXPECT_EQ(guess_time_unit({1659551650087, 1659551650097}), 1e-3);
  EXPECT_EQ(guess_time_unit({1.659551650087e18, 1.659551650097e18}), 1e-9);
  EXPECT_EQ(guess_time_unit({1659551650, 1659551651}), 1.0);
}

TEST(SensorLog, dates_are_times) {
  EXPECT_EQ(parse_date("1970-01-02 00:00:01.5").value(), 86401.5);
  EXPECT_EQ(parse_date("2000-03-01T00:00+01:00").value(), 951868800.0 - 3600.0);  // date -d
  EXPECT_FALSE(parse_date("2000-13-01"));
  EXPECT_FALSE(parse_date("2000-03-01 25:00"));
  const SensorLog log =
      parsed("timestamp,value\n2015-07-28 11:56:00,248\n2015-07-28 12:06:00,178\n");
  EXPECT_EQ(log.parts[0].time_s[1], 600.0);
}

TEST(SensorLog, missing_values_are_refused_or_interpolated) {
  const std::string text = "ms,ax\n0,\n10,1\n20,nan\n40,4\n50,\n";
  EXPECT_EQ(refusal(text),
            "log.csv:2: a value of acc_x is missing; fill it in, delete the line, or let missing "
            "values be interpolated");
  EXPECT_EQ(parsed(text, {.missing = MissingValues::interpolate}).parts[0].values,
            (std::vector<float>{1, 1, 2, 4, 4}));
  EXPECT_EQ(refusal("ms,ax\n0,\n10,\n20,1\nms,ax\n0,\n", {.missing = MissingValues::interpolate}),
            "log.csv:6: the recording has no value at all of one axis; leave the axis or the "
            "recording out");
}

TEST(SensorLog, axes_are_kept_by_name_or_by_sensor) {
  const std::string text = "ax,ay,gx,mx\n1,2,3,4\n";
  EXPECT_EQ(names(parsed(text, {.axes = {"gyro", "acc"}})), (Names{"gyro_x|", "acc_x|", "acc_y|"}));
  EXPECT_EQ(parsed(text, {.axes = {"ay"}}).parts[0].values, (std::vector<float>{2}));
  EXPECT_EQ(refusal(text, {.axes = {"acc_z"}}),
            "log.csv has no axis 'acc_z' (did you mean 'acc_x'?); it has acc_x, acc_y, gyro_x, "
            "mag_x");
}

TEST(SensorLog, damaged_rows_are_refused_with_their_line) {
  EXPECT_EQ(refusal("ax,ay\n1,2\n3\n"),
            "log.csv:3: the row has 1 fields, the others have 2; mend or delete the line");
  EXPECT_EQ(refusal("ax,ay\n1,2\n3,4x\n"),
            "log.csv:3: '4x' in column acc_y is no number that a sensor gives; mend or delete the "
            "line");
  EXPECT_EQ(refusal("ms,ax\n0,1\n20,2\n10,3\n"),
            "log.csv:4: time runs backwards here; sort the rows, or part the recordings with an "
            "empty line");
  EXPECT_EQ(refusal("ms,ax\n0,1\nsoon,2\n"),
            "log.csv:3: 'soon' is no time; mend or delete the line");
  EXPECT_EQ(refusal("\n# nothing\n"),
            "log.csv holds no row; expected one line of numbers for every moment");
  EXPECT_EQ(refusal("ax,ay\n"),
            "log.csv:1: no row follows the header; expected one for every moment");
  EXPECT_EQ(refusal("label,who\na,b\n"),
            "log.csv:1: no column of numbers was found; expected the axes of a sensor, like "
            "ax,ay,az");
  EXPECT_EQ(refusal("ax,label\n1,\n"), "log.csv holds no row with a label; label some rows");
  EXPECT_NE(refusal(std::string(5000, ',') + "\n").find("has 5001 columns"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
