// SPDX-License-Identifier: Apache-2.0
// What the calibration samples show of each activation: extremes and a histogram.
#pragma once
#include <span>
#include <vector>

#include "core/quant/post_training.h"

namespace tadpole {

struct Range {
  float low = 0.0F, high = 0.0F;  // always holds 0
};

class Observer {
 public:
  static constexpr int kBins = 2048;
  // First pass: extremes. Returns false for a value that is no number.
  bool see(std::span<const float> values);
  // Second pass: histogram between the extremes.
  void count(std::span<const float> values);
  Range range(CalibrationMethod method) const;

 private:
  double bin_width() const { return (static_cast<double>(high_) - static_cast<double>(low_)) / kBins; }
  Range percentile_range() const;
  Range mse_range() const;
  float low_ = 0.0F, high_ = 0.0F;
  std::vector<double> bins_;
};

// Scale and zero point of int8 for a range; 0 is exact. A range of nothing gets scale 1/128.
// Source: TFLite 8-bit quantization specification.
Quantization activation_quantization(Range range);
// Symmetric int8, one scale per slice: values of slice c are those with (i / inner) % slices == c.
Quantization weight_quantization(std::span<const float> values, std::size_t slices, std::size_t inner, int axis);

}  // namespace tadpole
