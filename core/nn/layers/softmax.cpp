// SPDX-License-Identifier: Apache-2.0
// Softmax over the channels: y[c] = exp(x[c]) / sum of exp(x). As the last layer it is part of the
// cross-entropy loss.
#include <algorithm>
#include <cmath>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class Softmax final : public Layer {
 public:
  Outcome build(const Shape& in) override {
    set_shapes(in, in);
    return Done{};
  }
  bool backward_needs_output() const override { return true; }

  void forward(const Pass& p) const override {
    for_pixels(p, [&](int s, int i, int at) { softmax(p.x.line(s, i) + at, p.y.line(s, i) + at); });
  }

  // dx = y * (dy - sum of dy * y)
  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    for_pixels(p, [&](int s, int i, int at) {
      const float* y = p.y.line(s, i) + at;
      const float* dy = p.dy.line(s, i) + at;
      float* dx = p.dx.line(s, i) + at;
      float dot = 0;
      for (int c = 0; c < in().c; ++c) dot += dy[c] * y[c];
      for (int c = 0; c < in().c; ++c) dx[c] = y[c] * (dy[c] - dot);
    });
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    if (in().h == 1 && in().w == 1) to.flat(in());
    OpOptions options;
    options.beta = 1.0F;
    to.add(lowered::kSoftmax, {}, to.shape(), std::move(options));
  }

 private:
  template <typename F>
  void for_pixels(const Pass& p, const F& f) const {
    for (int s = 0; s < p.n; ++s) {
      for (int i = 0; i < in().h; ++i) {
        for (int j = 0; j < in().w; ++j) f(s, i, j * in().c);
      }
    }
  }
  void softmax(const float* x, float* y) const {
    const float top = *std::max_element(x, x + in().c);
    float sum = 0;
    for (int c = 0; c < in().c; ++c) sum += y[c] = std::exp(x[c] - top);
    for (int c = 0; c < in().c; ++c) y[c] /= sum;
  }
};

}  // namespace

std::unique_ptr<Layer> make_softmax() { return std::make_unique<Softmax>(); }

}  // namespace tadpole
