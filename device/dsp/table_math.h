// SPDX-License-Identifier: Apache-2.0
// Mathematics for tables only: double, constexpr, no libm, so that a table has the same bytes
// whichever compiler or machine makes it. Relative error below 1e-15 in the ranges used; never
// called on a microcontroller.
#pragma once
#include <cstdint>

namespace tadpole::device::table {

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kLn2 = 0.69314718055994530942;

// float to double, said aloud: the compiler is asked to warn of silent ones.
constexpr double wide(float x) { return static_cast<double>(x); }

constexpr double floor(double x) {
  const double whole = static_cast<double>(static_cast<std::int64_t>(x));
  return whole > x ? whole - 1.0 : whole;
}

// Rounds half away from zero.
constexpr std::int64_t round(double x) {
  return static_cast<std::int64_t>(x < 0.0 ? x - 0.5 : x + 0.5);
}

// Taylor series for |x| <= pi/4.
constexpr double sine_series(double x) {
  const double x2 = x * x;
  double sum = 0.0;
  for (int n = 19; n >= 3; n -= 2) sum = x2 / ((n - 1) * n) * (sum + 1.0) * -1.0;
  return x * (sum + 1.0);
}

constexpr double cosine_series(double x) {
  const double x2 = x * x;
  double sum = 0.0;
  for (int n = 20; n >= 2; n -= 2) sum = x2 / ((n - 1) * n) * (sum + 1.0) * -1.0;
  return sum + 1.0;
}

// cos(2 pi t): the angle in turns, so that quarter turns are exact.
constexpr double cos_turns(double t) {
  t = t - floor(t);
  if (t > 0.5) t = 1.0 - t;
  const bool negative = t > 0.25;
  if (negative) t = 0.5 - t;
  const double value =
      t > 0.125 ? sine_series(2.0 * kPi * (0.25 - t)) : cosine_series(2.0 * kPi * t);
  return negative ? -value : value;
}

constexpr double sin_turns(double t) { return cos_turns(t - 0.25); }

// Natural logarithm of m + rest, rest small: 2 atanh(s), s = (m - 1) / (m + 1), after taking out
// powers of two.
constexpr double log_of_sum(double m, double rest) {
  int exponent = 0;
  while (m > 1.5) m *= 0.5, rest *= 0.5, ++exponent;
  while (m < 0.75) m *= 2.0, rest *= 2.0, --exponent;
  const double s = (m - 1.0 + rest) / (m + 1.0 + rest);
  double sum = 0.0;
  for (int n = 27; n >= 1; n -= 2) sum = sum * s * s + 1.0 / n;
  return 2.0 * s * sum + exponent * kLn2;
}

// x > 0.
constexpr double log(double x) { return log_of_sum(x, 0.0); }

// x > -1. What 1 + x loses of x is added back.
constexpr double log1p(double x) { return log_of_sum(1.0 + x, x - (1.0 + x - 1.0)); }

constexpr double exp(double x) {
  const std::int64_t k = round(x / kLn2);
  const double r = x - static_cast<double>(k) * kLn2;
  double sum = 1.0;
  for (int n = 18; n >= 1; --n) sum = 1.0 + sum * r / n;
  for (std::int64_t i = 0; i < k; ++i) sum *= 2.0;
  for (std::int64_t i = 0; i > k; --i) sum *= 0.5;
  return sum;
}

// x > 0.
constexpr double power(double x, double y) { return exp(y * log(x)); }

// x >= 0. Newton's iteration from above.
constexpr double sqrt(double x) {
  if (x <= 0.0) return 0.0;
  double root = x > 1.0 ? x : 1.0;
  for (int i = 0; i < 100; ++i) {
    const double next = 0.5 * (root + x / root);
    if (next >= root) break;
    root = next;
  }
  return root;
}

}  // namespace tadpole::device::table
