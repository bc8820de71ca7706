// SPDX-License-Identifier: Apache-2.0
// Layers that work value by value: what goes through, and its slope on the way back.
#pragma once
#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {

class MapLayer : public Layer {
 public:
  Outcome build(const Shape& in) override {
    set_shapes(in, in);
    return Done{};
  }
  bool works_frame_by_frame() const override { return true; }

 protected:
  // y = f(x)
  template <typename F>
  void map(const View& x, const View& y, const F& f) const {
    for_lines(x, [&](int s, int i, int n) {
      const float* from = x.line(s, i);
      float* to = y.line(s, i);
      for (int j = 0; j < n; ++j) to[j] = f(from[j]);
    });
  }
  // dx = dy * slope(at), where `at` is the layer's input or its output.
  template <typename F>
  void map_back(const View& at, const Pass& p, const F& slope) const {
    if (p.dx.data == nullptr) return;
    for_lines(at, [&](int s, int i, int n) {
      const float* a = at.line(s, i);
      const float* dy = p.dy.line(s, i);
      float* dx = p.dx.line(s, i);
      for (int j = 0; j < n; ++j) dx[j] = dy[j] * slope(a[j]);
    });
  }
  static void lower_map(Lowering& to, int builtin, OpOptions options = {}) {
    to.add(builtin, {}, to.shape(), std::move(options));
  }

 private:
  template <typename F>
  void for_lines(const View& v, const F& f) const {
    for (int s = 0; s < v.n; ++s) {
      for (int i = 0; i < in().h; ++i) f(s, i, in().w * in().c);
    }
  }
};

}  // namespace tadpole
