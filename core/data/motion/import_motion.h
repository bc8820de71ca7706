// SPDX-License-Identifier: Apache-2.0
// Recordings of motion sensors (and any other short time series) from files and folders.
#pragma once
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/data/motion/sensor_log.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct MotionOptions {
  // The rate of the set. Recordings with time stamps are put onto it (linearly; more than half as
  // fast again: means over one of its steps). 0: rows are kept as they are, and the set has the
  // rate that the stamps of most recordings show.
  double rate_hz = 0.0;
  double recorded_hz = 0.0;            // of files without time stamps; 0: that of the set
  std::vector<std::string> axes = {};  // to keep, see LogOptions
  MissingValues missing = MissingValues::refuse;
  double longest_gap_s = 0.5;  // see LogOptions
  // Where the source names none.
  std::string label = {}, who = {}, group = {}, licence = {}, consent = {};
};

// A folder with a manifest.csv (columns file, label, group, split; group is who moves; with a
// column who or speaker group is a slice; label "per-row" or "in-file": the files name it), a
// folder with one sub-folder per label (and below it, if so, one per person), a folder of files
// named after their label ("punch.csv", "walk_03.csv"), or one file. Files: sensor logs
// (parse_sensor_log), .ts, and .tsv or .txt with one series a line, label first.
// Gives kind "motion", type float32, shape {time, 1, axes}: a sample for every recording, or for
// every run of rows with one label. Who: the row's, the manifest's or the folder's person, else
// options.who, else every recording stands for itself ("file ..."); pieces of one log stay
// together. "_TRAIN" and "_TEST" at the end of a file's name give the split. Units that no header
// names are taken from the values where gravity tells: g, mg or m/s^2.
// Fails with file and line, see parse_sensor_log(); when no file is there; when files have
// different axes or, with rate_hz 0, rates more than a quarter apart.
Result<SampleSet> import_motion(const Path& path, const MotionOptions& options);

}  // namespace tadpole
