// SPDX-License-Identifier: Apache-2.0
// relu and relu6: limits of the layer before where that can take them, else a pass of their own.
#pragma once
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {

struct Limits {
  float lo = -kNoLimit, hi = kNoLimit;
};
inline Limits activation_limits(Activation activation) {
  if (activation == Activation::relu) return {0.0F, kNoLimit};
  if (activation == Activation::relu6) return {0.0F, 6.0F};
  return {};
}

class ClampLayer final : public Layer {
 public:
  ClampLayer(Activation activation, int builtin) : activation_(activation), builtin_(builtin) {}

  Outcome build(const Shape& in) override {
    set_shapes(in, in);
    return Done{};
  }
  bool works_frame_by_frame() const override { return true; }
  Activation activation() const override { return activation_; }
  bool is_cheap() const override { return true; }
  bool backward_needs_output() const override { return true; }

  void forward(const Pass& p) const override {
    const Limits limits = activation_limits(activation_);
    for (int s = 0; s < p.n; ++s) {
      for (int i = 0; i < in().h; ++i) {
        const float* x = p.x.line(s, i);
        float* y = p.y.line(s, i);
        for (int j = 0; j < in().w * in().c; ++j) y[j] = std::clamp(x[j], limits.lo, limits.hi);
      }
    }
  }

  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    const Limits limits = activation_limits(activation_);
    copy_view(p.dy, p.dx);
    p.kernels->mask(p.y, p.dx, limits.lo, limits.hi);
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    to.add(builtin_, {}, to.shape());
  }

 private:
  Activation activation_;
  int builtin_;
};

}  // namespace tadpole
