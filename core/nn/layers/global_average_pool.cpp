// SPDX-License-Identifier: Apache-2.0
// Mean over the whole image: one value per channel. Source: Lin, Chen, Yan: Network In Network,
// arXiv:1312.4400, 2013.
#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class GlobalAveragePool final : public Layer {
 public:
  Outcome build(const Shape& in) override {
    set_shapes(in, {1, 1, in.c});
    return Done{};
  }

  void forward(const Pass& p) const override {
    for (int s = 0; s < p.n; ++s) {
      View one = p.x;
      one.n = 1;
      one.data = p.x.line(s, 0);
      float* y = p.y.line(s, 0);
      p.kernels->channel_sums(one, y, false);
      for (int c = 0; c < in().c; ++c) y[c] /= static_cast<float>(in().h * in().w);
    }
  }

  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    const float share = 1.0F / static_cast<float>(in().h * in().w);
    for (int s = 0; s < p.n; ++s) {
      const float* dy = p.dy.line(s, 0);
      for (int i = 0; i < in().h; ++i) {
        float* dx = p.dx.line(s, i);
        for (int j = 0; j < in().w; ++j, dx += in().c) {
          for (int c = 0; c < in().c; ++c) dx[c] = dy[c] * share;
        }
      }
    }
  }

  void lower(Lowering& to, const float*, const float*, Activation) const override {
    to.image(in());
    OpOptions options;
    options.padding = Padding::valid;
    options.filter_h = options.stride_h = in().h;
    options.filter_w = options.stride_w = in().w;
    to.add(lowered::kAveragePool2d, {}, batch_of_one(out()), std::move(options));
  }
};

}  // namespace

std::unique_ptr<Layer> make_global_average_pool() { return std::make_unique<GlobalAveragePool>(); }

}  // namespace tadpole
