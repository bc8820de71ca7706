// SPDX-License-Identifier: Apache-2.0
#include "core/quant/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

int top_class(const std::vector<float>& values) {
  return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

Outcome check(std::span<const std::vector<float>> first, std::span<const std::vector<float>> second,
              std::span<const int> labels) {
  if (first.empty() || first.size() != second.size() || first.size() != labels.size()) {
    return Error{fmt::format(
        "there are {} and {} predictions and {} labels; expected as many of each, at least one",
        first.size(), second.size(), labels.size())};
  }
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (!first[i].empty() && first[i].size() == second[i].size()) continue;
    return Error{
        fmt::format("sample {} has {} and {} output values; compare models of the same classes", i,
                    first[i].size(), second[i].size())};
  }
  return Done{};
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    largest = std::max(largest, std::fabs(static_cast<double>(a[k]) - static_cast<double>(b[k])));
  }
  return largest;
}

}  // namespace

Result<Comparison> compare_predictions(std::span<const std::vector<float>> first,
                                       std::span<const std::vector<float>> second,
                                       std::span<const int> labels) {
  TADPOLE_TRY(check(first, second, labels));
  Comparison c;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int a = top_class(first[i]), b = top_class(second[i]);
    const bool was_right = a == labels[i], is_right = b == labels[i];
    c.first_accuracy += was_right;
    c.second_accuracy += is_right;
    c.lost += was_right && !is_right;
    c.won += !was_right && is_right;
    if (a != b) c.changed.push_back(i);
    c.largest_difference = std::max(c.largest_difference, largest_difference(first[i], second[i]));
  }
  c.first_accuracy /= static_cast<double>(labels.size());
  c.second_accuracy /= static_cast<double>(labels.size());
  return c;
}

}  // namespace tadpole
