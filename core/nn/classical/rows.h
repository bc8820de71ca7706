// SPDX-License-Identifier: Apache-2.0
// What every classical method takes: rows of numbers, all of one length, one behind the other.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/base/result.h"

namespace tadpole {

// A view: the values must outlive it.
struct DataRows {
  std::span<const float> values = {};  // [count * columns]
  std::size_t columns = 1;

  std::size_t count() const { return columns == 0 ? 0 : values.size() / columns; }
  std::span<const float> row(std::size_t i) const { return values.subspan(i * columns, columns); }
};

// Fails (wrong_use) unless there are at least `least` whole rows of finite numbers. method: how the
// message calls the caller.
inline Outcome check_rows(const DataRows& rows, std::size_t least, const std::string& method) {
  if (rows.columns == 0 || rows.values.size() % rows.columns != 0)
    return wrong_use(method + ": the values are no whole rows; give columns * rows values");
  if (rows.count() < least)
    return wrong_use(method + ": " + std::to_string(rows.count()) + " rows; at least " +
                     std::to_string(least) + " are needed");
  if (!std::all_of(rows.values.begin(), rows.values.end(),
                   [](float v) { return std::isfinite(v); }))
    return wrong_use(method + ": a value is missing or infinite; fill it (table encoder) first");
  return Done{};
}

// Sum of squared differences. Expects: spans of one length.
template <typename A, typename B>
double squared_distance(const A& a, const B& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += d * d;
  }
  return sum;
}

}  // namespace tadpole
