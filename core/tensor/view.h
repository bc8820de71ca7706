// SPDX-License-Identifier: Apache-2.0
// A batch of NHWC samples somewhere in memory. Pixels of a line are contiguous; lines and samples
// may stand apart, so that a tensor can carry a frame of zeros (a halo) for the convolution that
// reads it. Kernels include this file: no standard library beyond <cstddef>.
#pragma once
#include <cstddef>

namespace tadpole {

struct View {
  float* data = nullptr;      // sample 0, line 0, pixel 0, channel 0; without the halo
  std::ptrdiff_t sample = 0;  // floats from a sample to the next
  std::ptrdiff_t row = 0;     // floats from a line to the next
  int n = 0, h = 1, w = 1, c = 1;

  float* line(int s, int y) const { return data + s * sample + y * row; }
  bool dense() const { return row == std::ptrdiff_t{w} * c && sample == h * row; }
  std::ptrdiff_t values() const { return std::ptrdiff_t{h} * w * c; }  // of one sample
};

// n samples without gaps.
inline View dense_view(float* data, int n, int h, int w, int c) {
  return {data, std::ptrdiff_t{h} * w * c, std::ptrdiff_t{w} * c, n, h, w, c};
}

// The zeros around a sample, in pixels.
struct Halo {
  int top = 0, left = 0, bottom = 0, right = 0;
  bool none() const { return top == 0 && left == 0 && bottom == 0 && right == 0; }
};

// The view moved to the corner of its halo: where a convolution's first window starts.
inline View with_halo(View v, const Halo& halo) {
  v.data -= halo.top * v.row + std::ptrdiff_t{halo.left} * v.c;
  v.h += halo.top + halo.bottom;
  v.w += halo.left + halo.right;
  return v;
}

}  // namespace tadpole
