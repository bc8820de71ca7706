// SPDX-License-Identifier: Apache-2.0
// The text that a motion sensor, a phone's logger or an Arduino's serial port leaves behind: one
// row a moment, columns for time, axes, label and person, or a part of them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/sample_set.h"

namespace tadpole {

// Empty fields, "nan", "na", "null" and "?".
enum class MissingValues : std::uint8_t {
  refuse,
  interpolate,  // linearly over time inside a recording; at its ends the nearest value holds
};

enum class TimeOrder : std::uint8_t {
  rising,  // a clock that starts again begins a recording, another step back is an error
  any,     // rows are taken in their order, as where a clock was set back for the winter
};

struct LogOptions {
  std::vector<std::string> axes = {};  // to keep, in this order: "ax", "acc_x"; "acc", "gyro",
                                       // "mag" stand for three; empty: all
  MissingValues missing = MissingValues::refuse;
  double longest_gap_s = 0.5;  // a longer one between two time stamps (and five usual steps) ends a
                               // recording; 0: none does
  TimeOrder order = TimeOrder::rising;
};

// A recording without break, under one label and of one person.
struct LogPart {
  int line = 0;  // where it begins, from 1
  std::string label = {}, who = {};
  std::vector<double> time_s = {};  // from 0; empty: the log has no time
  double start_s = 0.0;  // of its first row, as the stamps count; dates: seconds since 1970
  std::vector<float> values = {};  // [rows, axes]
};

struct SensorLog {
  std::vector<Channel> channels = {};
  std::vector<LogPart> parts = {};
  bool labelled = false;  // its rows name labels; rows that name none were left out
  // Its parts are recordings of their own: empty lines, repeated headers or a clock that starts
  // again lie between them. Else they are pieces of one.
  bool separate = false;
};

// Separators: comma, semicolon, tab or blanks, whichever the first line has. Columns are found by
// the names of the header: time ("timestamp_ms", "time (s)", "seconds_elapsed"; numbers or dates),
// axes of accelerometer, gyroscope and magnetometer, label, person; where it names no axes, every
// column of numbers is one. Without a header every column of numbers is an axis but a first one
// that climbs steadily, which is the time; a column of words is the label. Units of time that the
// header does not name are taken from the size of its steps. Lines that begin with # are comments.
// Fails with name and line: a row with another number of fields, a field that is no number, a
// missing value (unless interpolated), time that runs backwards, an axis that is not there.
Result<SensorLog> parse_sensor_log(std::string_view text, const std::string& name,
                                   const LogOptions& options);

// Fills what is missing (NaN) as MissingValues::interpolate says. Fails when an axis has no value
// at all; `where` begins the message.
Outcome fill_missing(LogPart& part, std::size_t axes, const std::string& where);

}  // namespace tadpole
