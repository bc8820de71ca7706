// SPDX-License-Identifier: Apache-2.0
#include "core/quant/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"

namespace tadpole {
namespace {

constexpr double kPercentileCut = 1e-4;   // on each side
constexpr double kLargestBias = 1 << 30;  // leaves room for the sum that is added
constexpr int kShrinkSteps = 60;  // the mse search tries ranges down to a quarter of the extremes

double wide(float value) { return static_cast<double>(value); }

}  // namespace

Result<CalibrationMethod> parse_calibration(const std::string& name) {
  const std::vector<std::string> names = {"min_max", "percentile", "mse"};
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end()) return static_cast<CalibrationMethod>(at - names.begin());
  return wrong_use("there is no calibration '" + name + "'" + did_you_mean(name, names) + "; use " +
                   join(names, ", "));
}

bool Observer::see(std::span<const float> values) {
  for (const float v : values) {
    if (!std::isfinite(v)) return false;
    low_ = std::min(low_, v);
    high_ = std::max(high_, v);
  }
  return true;
}

double Observer::bin_width() const { return (wide(high_) - wide(low_)) / kBins; }

double Observer::bin_middle(int bin) const { return wide(low_) + (bin + 0.5) * bin_width(); }

void Observer::count(std::span<const float> values) {
  if (bins_.empty()) bins_.assign(kBins, 0.0);
  if (!(bin_width() > 0.0)) return;
  const double scale = 1.0 / bin_width();
  for (const float v : values) {
    const int bin = static_cast<int>((wide(v) - wide(low_)) * scale);
    bins_[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))] += 1.0;
  }
}

Range Observer::range(CalibrationMethod method) const {
  if (method == CalibrationMethod::min_max || bins_.empty() || !(bin_width() > 0.0)) {
    return {low_, high_};
  }
  return method == CalibrationMethod::percentile ? percentile_range() : mse_range();
}

// Cuts whole bins off each end while what is cut stays below the share.
Range Observer::percentile_range() const {
  const double cut = kPercentileCut * std::accumulate(bins_.begin(), bins_.end(), 0.0);
  std::size_t first = 0, last = kBins;
  for (double sum = bins_[first]; first + 1 < last && sum <= cut; sum += bins_[first]) ++first;
  for (double sum = bins_[last - 1]; last - 1 > first && sum <= cut; sum += bins_[last - 1]) --last;
  const double low = wide(low_) + static_cast<double>(first) * bin_width();
  const double high = wide(low_) + static_cast<double>(last) * bin_width();
  return {static_cast<float>(std::min(0.0, low)), static_cast<float>(std::max(0.0, high))};
}

double Observer::squared_error(double low, double high) const {
  const double step = (high - low) / 255.0;
  const double rounding = step * step / 12.0;
  double error = 0.0;
  for (int bin = 0; bin < kBins; ++bin) {
    const double v = bin_middle(bin);
    const double outside = v < low ? low - v : v > high ? v - high : 0.0;
    error += bins_[static_cast<std::size_t>(bin)] * std::max(outside * outside, rounding);
  }
  return error;
}

// Both ends shrink alike: an activation after ReLU has one end only, the others are about
// symmetric.
Range Observer::mse_range() const {
  double best_share = 1.0, best_error = squared_error(wide(low_), wide(high_));
  for (int step = 1; step < kShrinkSteps; ++step) {
    const double share = 1.0 - 0.75 * step / kShrinkSteps;
    const double error = squared_error(wide(low_) * share, wide(high_) * share);
    if (error < best_error) best_error = error, best_share = share;
  }
  return {static_cast<float>(wide(low_) * best_share),
          static_cast<float>(wide(high_) * best_share)};
}

Quantization weight_quantization(std::span<const float> values, const WeightLayout& layout,
                                 std::span<const float> bias, float input_scale) {
  std::vector<double> largest(layout.slices, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    double& top = largest[(i / layout.inner) % layout.slices];
    top = std::max(top, std::fabs(wide(values[i])));
  }
  const double all = *std::max_element(largest.begin(), largest.end());
  Quantization q{
      .scale = {}, .zero_point = std::vector<std::int64_t>(layout.slices, 0), .axis = layout.axis};
  for (const double top : largest)
    q.scale.push_back(static_cast<float>((top > 0.0 ? top : all) / 127.0));
  for (std::size_t c = 0; c < bias.size(); ++c) {
    float& scale = q.scale[layout.slices == 1 ? 0 : c];
    const double least = std::fabs(wide(bias[c])) / (kLargestBias * wide(input_scale));
    scale = std::max(scale, static_cast<float>(least));
  }
  for (float& scale : q.scale) {
    if (!(scale > 1e-30F)) scale = 1.0F / 127.0F;  // nothing but zeros: any scale is exact
  }
  return q;
}

}  // namespace tadpole
