// SPDX-License-Identifier: Apache-2.0
// What convolutions and pools share: a window that slides over height and width, placed as TFLite
// places it.
#pragma once
#include <string>
#include <vector>

#include "core/nn/layer.h"

namespace tadpole {

// As written in the recipe.
struct SlidingOptions {
  std::string kernel = "3x3";
  std::string stride = "1x1";
  std::string padding = "same";
};
void describe_sliding(OptionSet& options, SlidingOptions& fields);

struct Sliding {
  Extent kernel, stride;
  Padding padding = Padding::same;
  Windows h, w;

  bool unit_stride() const { return stride.h == 1 && stride.w == 1; }
  bool pointwise() const { return unit_stride() && kernel.h == 1 && kernel.w == 1; }
  Halo halo() const { return {h.before, w.before, h.after, w.after}; }
  // The zeros around the output's gradient that make the input's gradient a convolution. Expects:
  // unit_stride().
  Halo gradient_halo(const Shape& in, const Shape& out) const;
  // An input with its halo, n samples without gaps.
  std::size_t padded_floats(const Shape& in, int n) const;
  View padded_view(const Shape& in, int n, float* data) const;
  View inside(View padded, const Shape& in) const;
  // For the graph.
  OpOptions options(Activation fused) const;
};

// Fails for a window that does not fit: both sizes are in the message.
Result<Sliding> resolve(const SlidingOptions& options, const Shape& in);

// A graph wants a bias always.
std::vector<float> bias_or_zeros(const float* bias, int count);

}  // namespace tadpole
