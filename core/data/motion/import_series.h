// SPDX-License-Identifier: Apache-2.0
// Long series of measured values: a line a moment, with or without time, and with the windows in
// which something was wrong, if somebody marked them.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/data/motion/sensor_log.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct SeriesOptions {
  std::vector<std::string> columns = {};  // to keep; empty: every column of numbers
  MissingValues missing = MissingValues::refuse;
  Path windows = {};  // JSON, see parse_windows(); empty: windows.json beside or above the file
  std::string label = {}, who = {}, group = {}, licence = {}, consent = {};
};

struct MarkedWindow {
  double from_s = 0.0, to_s = 0.0;  // seconds since 1970, both inside
};

// {"folder/file.csv": [["2014-02-26 13:45:00", "2014-02-27 06:25:00"], ...], ...}, the labels of
// the Numenta Anomaly Benchmark. Fails when it is no such JSON, naming the file whose times are
// none.
Result<std::map<std::string, std::vector<MarkedWindow>>> parse_windows(std::string_view text,
                                                                       const std::string& name);

// A file or a folder of .csv, .tsv and .txt files (a manifest.csv is followed; sub-folders are
// groups). Gives kind "series", float32, shape {time, 1, columns}: a sample for every file, or,
// where windows are marked, for every run of rows inside ("anomaly") and outside ("normal") of
// them; pieces of a file have one who. Rows are kept as they are, even or not; the rate is what the
// stamps show, 0 when the files differ. Fails as parse_sensor_log() does, and when columns differ.
Result<SampleSet> import_series(const Path& path, const SeriesOptions& options);

}  // namespace tadpole
