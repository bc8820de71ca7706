// SPDX-License-Identifier: Apache-2.0
// A file of rows and named columns as texts: separator and header found, every row as long as the
// header. Sources: RFC 4180; the files of the UCI repository as they are found in the wild.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/data/dataset.h"

namespace tadpole {

struct TableFileOptions {
  std::string separator = "auto";  // auto | comma | semicolon | tab
  std::string header = "auto";     // auto | yes | no
};

struct TableRow {
  std::string file = {};  // for people
  int line = 0;
  std::vector<std::string> fields = {};  // one per column, without spaces around
  // What a manifest says of the whole file.
  std::string label = {}, group = {}, licence = {}, consent = {};
  std::optional<Split> given = {};
};

struct TextTable {
  std::vector<std::string> columns = {};  // their names, all different
  std::vector<TableRow> rows = {};
  bool decimal_comma = false;  // "2,6" is a number: only where the comma does not separate
  std::string target = {};     // the column that a manifest names as label; may be empty
};

inline constexpr std::size_t kMostColumns = 4096;

// auto: the separator that gives the first rows the same number of fields, the more the better; no
// header when a field of the first row is a number (columns are then column1, column2, ...). Rows
// of nothing but separators, and unnamed columns without any value, are left out. Fails on a row
// that is longer or shorter than the header (file and line), on two columns of one name, on no row.
Result<TextTable> parse_table(std::string_view text, const std::string& name,
                              const TableFileOptions& options);

// A file, or a folder with manifest.csv (columns file, label, group, split, licence, consent; all
// but file may be missing). There, label is the column that holds the labels, or, when no column is
// called so, the label of all rows of the file; "regression" and an empty one name nothing. Files
// that are no .csv, .tsv or .data are left out. Fails as parse_table(), and when files do not have
// the same columns.
Result<TextTable> read_table(const Path& path, const TableFileOptions& options);

// "2.6", with decimal_comma also "2,6"; nothing for other texts, not-a-number and infinity.
std::optional<double> table_number(const std::string& text, bool decimal_comma);

}  // namespace tadpole
