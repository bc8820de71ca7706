// SPDX-License-Identifier: Apache-2.0
// Comma-separated text in and out. Source: RFC 4180; also takes a byte order mark and bare line
// feeds.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tadpole {

struct CsvRow {
  int line = 0;  // where it begins, from 1
  std::vector<std::string> fields;
};

// Empty lines are left out. separator: between fields; neither quote nor line end. Fails on a quote
// that is never closed, naming its line.
Result<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& name,
                                      char separator = ',');
// One line with line feed; fields are quoted when they must be.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace tadpole
