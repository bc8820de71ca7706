// SPDX-License-Identifier: Apache-2.0
#include "core/eval/normal.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/result.h"

namespace tadpole {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

// Bisection: 60 halvings of [-7, 7] reach the last bit and cannot go astray in the tails.
double normal_quantile(double p) {
  const double wanted = std::clamp(p, 1e-9, 1.0 - 1e-9);
  double low = -7.0;
  double high = 7.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (normal_cdf(middle) < wanted ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

namespace {

// The chance of at most `count` events when `mean` are expected; terms by logarithm, so that large
// means do not underflow.
double poisson_cdf(int count, double mean) {
  double sum = 0.0;
  for (int k = 0; k <= count; ++k)
    sum += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
  return sum;
}

}  // namespace

double poisson_upper_bound(int count, double level) {
  TADPOLE_EXPECT(count >= 0 && level > 0.0 && level < 1.0);
  double low = 1e-9;
  double high = 2.0 * count + 50.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (poisson_cdf(count, middle) > 1.0 - level ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double quantile_of_sorted(const std::vector<double>& sorted, double q) {
  TADPOLE_EXPECT(!sorted.empty());
  const double position = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const std::size_t below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = position - static_cast<double>(below);
  return sorted[below] + part * (sorted[above] - sorted[below]);
}

}  // namespace tadpole
