// SPDX-License-Identifier: Apache-2.0
// Which column of a sensor log is what.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct ColumnPlan {
  std::size_t fields = 0;  // of every row
  std::optional<std::size_t> time = {}, label = {}, who = {};
  bool dates = false;        // the time is written as dates
  double time_unit_s = 0.0;  // seconds of one unit of the time; 0: to be taken from its steps
  std::vector<std::size_t> axes = {};
  std::vector<Channel> channels = {};  // of the axes
};

using Fields = std::vector<std::string_view>;

bool is_missing(std::string_view field);
// Seconds since 1970 of "2015-07-28 11:56:00[.5][Z|+02:00]", also with a T between.
std::optional<double> parse_date(std::string_view text);

// header: empty where the file has none. rows: some of the first, at least one.
ColumnPlan plan_columns(const Fields& header, const std::vector<Fields>& rows);

// Keeps the axes that are wished for, in that order. Fails with the name that is not there.
Outcome keep_axes(ColumnPlan& plan, const std::vector<std::string>& wished,
                  const std::string& name);

// Seconds of one unit of time stamps whose header names none: of s, ms, us and ns those are
// possible that make the usual step 50 us to 20 s; of these the one under which the first stamp is
// a moment of 2000 to 2100; else fractions mean seconds and whole numbers the smallest fitting.
double guess_time_unit(const std::vector<double>& stamps);

}  // namespace tadpole
