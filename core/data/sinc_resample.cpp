// SPDX-License-Identifier: Apache-2.0
#include "core/data/sinc_resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/result.h"

namespace tadpole {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kCrossings = 64;     // zeros of the sinc on each side
constexpr int kPerCrossing = 512;  // points of the table; between them it is interpolated
constexpr double kKaiser = 9.6;    // 95 dB
constexpr double kCutOff = 0.9;    // of the lower rate's half

// Modified Bessel function of order zero, by its series.
double bessel_i0(double x) {
  double sum = 1.0, term = 1.0;
  for (int k = 1; term > 1e-12 * sum; ++k) {
    const double half = x / (2.0 * k);
    term *= half * half;
    sum += term;
  }
  return sum;
}

// One side of the impulse response, from its middle on; x in crossings.
std::vector<double> half_response() {
  std::vector<double> table(kCrossings * kPerCrossing + 2, 0.0);
  for (std::size_t i = 0; i <= kCrossings * kPerCrossing; ++i) {
    const double x = static_cast<double>(i) / kPerCrossing, part = x / kCrossings;
    const double turns = kPi * x * kCutOff;
    const double sinc = i == 0 ? kCutOff : kCutOff * std::sin(turns) / turns;
    table[i] = sinc * bessel_i0(kKaiser * std::sqrt(1.0 - part * part)) / bessel_i0(kKaiser);
  }
  return table;
}

double response_at(const std::vector<double>& table, double x) {
  const double place = std::abs(x) * kPerCrossing;
  const auto below = static_cast<std::size_t>(place);
  if (below >= kCrossings * kPerCrossing) return 0.0;
  const double part = place - static_cast<double>(below);
  return table[below] + part * (table[below + 1] - table[below]);
}

}  // namespace

std::vector<float> sinc_resample(std::span<const float> samples, int from_hz, int to_hz) {
  TADPOLE_EXPECT(from_hz > 0 && to_hz > 0);
  static const std::vector<double> table = half_response();
  const auto count = static_cast<std::int64_t>(samples.size());
  const double step = static_cast<double>(from_hz) / to_hz;
  const double scale = std::min(1.0, 1.0 / step);  // crossings per sample
  const auto reach = static_cast<std::int64_t>(std::ceil(kCrossings / scale));
  std::vector<float> out(
      static_cast<std::size_t>(std::llround(static_cast<double>(count) * to_hz / from_hz)));
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double centre = static_cast<double>(n) * step;
    const auto middle = static_cast<std::int64_t>(centre);
    const std::int64_t first = std::max<std::int64_t>(0, middle - reach + 1);
    const std::int64_t last = std::min(count - 1, middle + reach);
    double sum = 0.0;
    for (std::int64_t i = first; i <= last; ++i) {
      sum += static_cast<double>(samples[static_cast<std::size_t>(i)]) *
             response_at(table, (static_cast<double>(i) - centre) * scale);
    }
    out[n] = static_cast<float>(sum * scale);
  }
  return out;
}

}  // namespace tadpole
