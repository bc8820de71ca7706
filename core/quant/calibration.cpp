// SPDX-License-Identifier: Apache-2.0
#include "core/quant/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"

namespace tadpole {

Result<CalibrationMethod> parse_calibration(const std::string& name) {
  if (name == "min_max") return CalibrationMethod::min_max;
  if (name == "percentile") return CalibrationMethod::percentile;
  if (name == "mse") return CalibrationMethod::mse;
  const std::vector<std::string> names = {"min_max", "percentile", "mse"};
  return wrong_use("there is no calibration '" + name + "'" + did_you_mean(name, names) + "; use " + join(names, ", "));
}

bool Observer::see(std::span<const float> values) {
  for (const float v : values) {
    if (!std::isfinite(v)) return false;
    low_ = std::min(low_, v);
    high_ = std::max(high_, v);
  }
  return true;
}

void Observer::count(std::span<const float> values) {
  if (bins_.empty()) bins_.assign(kBins, 0.0);
  if (high_ <= low_) return;
  const double scale = 1.0 / bin_width();
  for (const float v : values) {
    const int bin = static_cast<int>((static_cast<double>(v) - static_cast<double>(low_)) * scale);
    bins_[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))] += 1.0;
  }
}

Range Observer::range(CalibrationMethod method) const {
  if (method == CalibrationMethod::min_max || bins_.empty() || high_ <= low_) return {low_, high_};
  return method == CalibrationMethod::percentile ? percentile_range() : mse_range();
}

Range Observer::percentile_range() const {
  const double cut = 1e-4 * std::accumulate(bins_.begin(), bins_.end(), 0.0);
  int first = 0, last = kBins - 1;
  for (double sum = 0.0; first < last && sum + bins_[static_cast<std::size_t>(first)] <= cut; ++first) sum += bins_[static_cast<std::size_t>(first)];
  for (double sum = 0.0; last > first && sum + bins_[static_cast<std::size_t>(last)] <= cut; --last) sum += bins_[static_cast<std::size_t>(last)];
  const double low = static_cast<double>(low_) + first * bin_width();
  const double high = static_cast<double>(low_) + (last + 1) * bin_width();
  return {static_cast<float>(std::min(0.0, low)), static_cast<float>(std::max(0.0, high))};
}

// Tries shrunken ranges; inside a range the error is that of rounding, outside that of clipping.
Range Observer::mse_range() const {
  Range best{low_, high_};
  double best_error = 1e300;
  for (int step = 0; step < 60; ++step) {
    const double share = 1.0 - step / 80.0;
    const double low = static_cast<double>(low_) * share, high = static_cast<double>(high_) * share;
    const double rounding = (high - low) * (high - low) / (255.0 * 255.0 * 12.0);
    double error = 0.0;
    for (int bin = 0; bin < kBins; ++bin) {
      const double v = static_cast<double>(low_) + (bin + 0.5) * bin_width();
      const double outside = v < low ? low - v : v > high ? v - high : 0.0;
      error += bins_[static_cast<std::size_t>(bin)] * (outside > 0.0 ? outside * outside : rounding);
    }
    if (error < best_error) best_error = error, best = {static_cast<float>(low), static_cast<float>(high)};
  }
  return best;
}

Quantization activation_quantization(Range range) {
  const double low = std::min(0.0, static_cast<double>(range.low)), high = std::max(0.0, static_cast<double>(range.high));
  if (high - low < 1e-12) return {.scale = {1.0F / 128.0F}, .zero_point = {0}, .axis = 0};
  const auto scale = static_cast<float>((high - low) / 255.0);
  const double zero = std::round(-128.0 - low / static_cast<double>(scale));
  return {.scale = {scale}, .zero_point = {static_cast<std::int64_t>(std::clamp(zero, -128.0, 127.0))}, .axis = 0};
}

Quantization weight_quantization(std::span<const float> values, std::size_t slices, std::size_t inner, int axis) {
  std::vector<float> largest(slices, 0.0F);
  for (std::size_t i = 0; i < values.size(); ++i) {
    float& top = largest[(i / inner) % slices];
    top = std::max(top, std::fabs(values[i]));
  }
  Quantization q{.scale = {}, .zero_point = std::vector<std::int64_t>(slices, 0), .axis = axis};
  // A channel of zeros still needs a scale that is a number; any will do.
  for (const float top : largest) q.scale.push_back(top > 0.0F ? top / 127.0F : 1.0F / 127.0F);
  return q;
}

}  // namespace tadpole
