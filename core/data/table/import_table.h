// SPDX-License-Identifier: Apache-2.0
// A table of measurements or people to samples: one row each, shape {1, 1, columns}. START HERE for
// tables; what a file may look like is in table_file.h, how a column gets its type in
// column_types.h, how a row becomes the input of a model in device/dsp/table_encoder.h.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/options.h"
#include "core/data/sample_set.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct TableOptions {
  std::string target = {};  // the column with the classes; empty: what a manifest names, or none
  std::vector<std::string> regression = {};  // columns with the numbers to predict
  std::string who = {};                      // column of the person or machine; empty: the row
  std::vector<std::string> group = {};    // columns of the slices; they stay inputs unless dropped
  std::string split = {};                 // column with train, validation, test
  std::vector<std::string> drop = {};     // columns that are no input
  std::vector<std::string> types = {};    // "age:number", "job:category"
  std::vector<std::string> missing = {};  // more texts for a missing value, such as -200
  int most_categories = 50;
  std::string separator = "auto";
  std::string header = "auto";
  std::string licence = {}, consent = {};  // of all rows, where a manifest does not say
};

// The options with their ranges and help. The struct must outlive the set.
OptionSet describe(TableOptions& options);

// A set of kind "table": a number is its value, a category the index into Channel::categories, NaN
// where it is missing. Labels are sorted, as numbers when all of them are. Rows whose target is
// missing are left out. notes: gets a sentence for each thing left out; may be null. Fails as
// read_table() and type_column(); on a column that does not exist; when target and regression are
// both given, a regression target is no number, the target has more than 100 classes, no column is
// left as input, or every row was left out.
Result<SampleSet> import_table(const Path& path, const TableOptions& options,
                               std::vector<std::string>* notes = nullptr);
// The same from the text of one file.
Result<SampleSet> import_table_text(std::string_view text, const std::string& name,
                                    const TableOptions& options,
                                    std::vector<std::string>* notes = nullptr);

}  // namespace tadpole
