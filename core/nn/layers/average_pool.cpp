// SPDX-License-Identifier: Apache-2.0
// Mean over a window; at the border over the pixels that exist.
#include "core/nn/pool_layer.h"

namespace tadpole {
namespace {

class AveragePool final : public PoolLayer {
 public:
  void forward(const Pass& p) const override {
    for_outputs(p.n, [&](int s, int i, int j, const Cells& w) {
      float* y = pixel(p.y, s, i, j);
      std::fill_n(y, in().c, 0.0F);
      for_cells(w, [&](int r, int q) {
        const float* x = pixel(p.x, s, r, q);
        for (int c = 0; c < in().c; ++c) y[c] += x[c];
      });
      for (int c = 0; c < in().c; ++c) y[c] /= static_cast<float>(w.count());
    });
  }

  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    fill_view(p.dx, 0.0F);
    for_outputs(p.n, [&](int s, int i, int j, const Cells& w) {
      const float* dy = pixel(p.dy, s, i, j);
      const float share = 1.0F / static_cast<float>(w.count());
      for_cells(w, [&](int r, int q) {
        float* dx = pixel(p.dx, s, r, q);
        for (int c = 0; c < in().c; ++c) dx[c] += dy[c] * share;
      });
    });
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    lower_pool(to, lowered::kAveragePool2d);
  }
};

}  // namespace

std::unique_ptr<Layer> make_average_pool() { return std::make_unique<AveragePool>(); }

}  // namespace tadpole
