// SPDX-License-Identifier: Apache-2.0
// Largest value of a window. The gradient goes to the first largest one.
#include "core/nn/pool_layer.h"

namespace tadpole {
namespace {

class MaxPool final : public PoolLayer {
 public:
  bool backward_needs_input() const override { return true; }

  void forward(const Pass& p) const override {
    for_outputs(p.n, [&](int s, int i, int j, const Cells& w) {
      float* y = pixel(p.y, s, i, j);
      std::copy_n(pixel(p.x, s, w.top, w.left), in().c, y);
      for_cells(w, [&](int r, int q) {
        const float* x = pixel(p.x, s, r, q);
        for (int c = 0; c < in().c; ++c) y[c] = std::max(y[c], x[c]);
      });
    });
  }

  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    fill_view(p.dx, 0.0F);
    for_outputs(p.n, [&](int s, int i, int j, const Cells& w) {
      const float* dy = pixel(p.dy, s, i, j);
      for (int c = 0; c < in().c; ++c) first_largest(p, s, w, c) += dy[c];
    });
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    lower_pool(to, lowered::kMaxPool2d);
  }

 private:
  float& first_largest(const Pass& p, int s, const Cells& w, int c) const {
    int y = w.top, x = w.left;
    for_cells(w, [&](int r, int q) {
      if (pixel(p.x, s, r, q)[c] > pixel(p.x, s, y, x)[c]) y = r, x = q;
    });
    return pixel(p.dx, s, y, x)[c];
  }
};

}  // namespace

std::unique_ptr<Layer> make_max_pool() { return std::make_unique<MaxPool>(); }

}  // namespace tadpole
