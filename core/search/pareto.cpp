// SPDX-License-Identifier: Apache-2.0
#include "core/search/pareto.h"

#include <algorithm>

#include "core/base/result.h"

namespace tadpole {
namespace {

bool at_least_as_good(const std::vector<double>& a, const std::vector<double>& b) {
  TADPOLE_EXPECT(a.size() == b.size());
  return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return x <= y; });
}

}  // namespace

std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> rows) {
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bool beaten = false;
    for (std::size_t j = 0; j < rows.size() && !beaten; ++j)
      beaten = j != i && at_least_as_good(rows[j], rows[i]) && (rows[j] != rows[i] || j < i);
    if (!beaten) front.push_back(i);
  }
  return front;
}

}  // namespace tadpole
