// SPDX-License-Identifier: Apache-2.0
// What the calibration samples show of each activation - extremes and a histogram - and the int8
// range that follows.
#pragma once
#include <span>
#include <vector>

#include "core/graph/activation_range.h"
#include "core/quant/post_training.h"

namespace tadpole {

class Observer {
 public:
  static constexpr int kBins = 2048;
  // First pass: extremes. Returns false for a value that is no number.
  bool see(std::span<const float> values);
  // Second pass: histogram between the extremes.
  void count(std::span<const float> values);
  // The largest value of the first pass, at least 0.
  float largest() const { return high_; }
  // percentile and mse need the second pass; without it they give the extremes.
  Range range(CalibrationMethod method) const;

 private:
  double bin_width() const;
  double bin_middle(int bin) const;
  // How much squared error int8 steps over the range cost: rounding inside, clipping outside.
  double squared_error(double low, double high) const;
  Range percentile_range() const;
  Range mse_range() const;

  float low_ = 0.0F, high_ = 0.0F;
  std::vector<double> bins_;
};

// Symmetric int8 weights, one scale per slice. values: slice c are those with (i / inner) % slices
// == c. bias: [slices] or empty; a scale is raised where the bias would not fit 32 bits (a channel
// of almost nothing), as is the scale of a slice of zeros. axis: of the tensor, for the file.
struct WeightLayout {
  std::size_t slices = 1, inner = 1;
  int axis = 0;
};
Quantization weight_quantization(std::span<const float> values, const WeightLayout& layout,
                                 std::span<const float> bias, float input_scale);

}  // namespace tadpole
