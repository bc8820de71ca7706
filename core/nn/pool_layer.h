// SPDX-License-Identifier: Apache-2.0
// What pools share: the window's options and its cells that lie inside the image (zeros around it
// never count).
#pragma once
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"
#include "core/nn/sliding.h"

namespace tadpole {

class PoolLayer : public Layer {
 public:
  void describe(OptionSet& options) override { describe_sliding(options, window_); }

  Outcome build(const Shape& in) override {
    slide_ = TADPOLE_TRY(resolve(window_, in));
    set_shapes(in, {slide_.h.outputs, slide_.w.outputs, in.c});
    return Done{};
  }

 protected:
  // Cells [top, bottom) x [left, right) of the input under one output.
  struct Cells {
    int top, bottom, left, right;
    int count() const { return (bottom - top) * (right - left); }
  };
  Cells cells(int i, int j) const {
    const int y = i * slide_.stride.h - slide_.h.before;
    const int x = j * slide_.stride.w - slide_.w.before;
    return {std::max(y, 0), std::min(y + slide_.kernel.h, in().h), std::max(x, 0),
            std::min(x + slide_.kernel.w, in().w)};
  }
  // f(sample, i, j, cells) for each output.
  template <typename F>
  void for_outputs(int n, const F& f) const {
    for (int s = 0; s < n; ++s) {
      for (int i = 0; i < out().h; ++i) {
        for (int j = 0; j < out().w; ++j) f(s, i, j, cells(i, j));
      }
    }
  }
  template <typename F>
  static void for_cells(const Cells& w, const F& f) {
    for (int y = w.top; y < w.bottom; ++y) {
      for (int x = w.left; x < w.right; ++x) f(y, x);
    }
  }
  void lower_pool(Lowering& to, int builtin) const {
    to.image(in());
    to.add(builtin, {}, batch_of_one(out()), slide_.options(Activation::none));
  }
  static float* pixel(const View& v, int s, int y, int x) {
    return v.line(s, y) + std::ptrdiff_t{x} * v.c;
  }

  SlidingOptions window_ = {.kernel = "2x2", .stride = "2x2", .padding = "valid"};
  Sliding slide_;
};

}  // namespace tadpole
