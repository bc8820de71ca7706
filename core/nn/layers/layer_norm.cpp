// SPDX-License-Identifier: Apache-2.0
// Layer normalization over the channels of each pixel: y = gamma * (x - mean) / sqrt(variance +
// epsilon) + beta, in training and inference alike. Parameters: gamma [c], beta [c]. No operator of
// the device computes it. Source: Ba, Kiros, Hinton: Layer Normalization, arXiv:1607.06450, 2016.
#include <algorithm>
#include <cmath>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

class LayerNorm final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("epsilon", epsilon_, {.help = "added to the variance", .min = 1e-12, .max = 1});
  }

  Outcome build(const Shape& in) override {
    if (in.c < 2) {
      return wrong_use("input is " + in.text() +
                       ", expected at least 2 channels, over which it takes mean and variance");
    }
    set_shapes(in, in);
    const auto c = static_cast<std::size_t>(in.c);
    add_parameters({.name = "gamma", .count = c, .start = ParameterBlock::Start::ones});
    add_parameters({.name = "beta", .count = c});
    return Done{};
  }

  bool backward_needs_input() const override { return true; }
  bool can_fuse_activation() const override { return true; }

  void forward(const Pass& p) const override {
    const float* gamma = p.parameters;
    const float* beta = gamma + in().c;
    for_pixels(p.n, [&](int s, int i, int at) {
      const float* x = p.x.line(s, i) + at;
      float* y = p.y.line(s, i) + at;
      const Moments m = moments(x);
      for (int c = 0; c < in().c; ++c)
        y[c] = std::clamp(gamma[c] * ((x[c] - m.mean) * m.scale) + beta[c], p.lo, p.hi);
    });
  }

  // With z = (x - mean) * scale: dx = scale * (g - mean(g) - z * mean(g z)), g = gamma * dy.
  void backward(const Pass& p) const override {
    const float* gamma = p.parameters;
    float* d_gamma = p.gradients;
    float* d_beta = d_gamma + in().c;
    if (!p.accumulate) std::fill_n(d_gamma, 2 * in().c, 0.0F);
    for_pixels(p.n, [&](int s, int i, int at) {
      const float* x = p.x.line(s, i) + at;
      const float* dy = p.dy.line(s, i) + at;
      const Moments m = moments(x);
      float sum = 0, product = 0;
      for (int c = 0; c < in().c; ++c) {
        const float z = (x[c] - m.mean) * m.scale;
        d_gamma[c] += dy[c] * z;
        d_beta[c] += dy[c];
        sum += gamma[c] * dy[c];
        product += gamma[c] * dy[c] * z;
      }
      if (p.dx.data == nullptr) return;
      float* dx = p.dx.line(s, i) + at;
      const float share = 1.0F / static_cast<float>(in().c);
      for (int c = 0; c < in().c; ++c) {
        const float z = (x[c] - m.mean) * m.scale;
        dx[c] = m.scale * (gamma[c] * dy[c] - share * sum - z * share * product);
      }
    });
  }

  std::string device_refusal() const override {
    return "the device has no operator for it; take 'batch_norm', which costs nothing there";
  }
  void lower(Lowering&, const float*, const float*, Activation) const override {}  // refused

 private:
  struct Moments {
    float mean, scale;  // scale: 1 / deviation
  };
  Moments moments(const float* x) const {
    const auto count = static_cast<float>(in().c);
    float sum = 0, squares = 0;
    for (int c = 0; c < in().c; ++c) sum += x[c];
    const float mean = sum / count;
    for (int c = 0; c < in().c; ++c) squares += (x[c] - mean) * (x[c] - mean);
    return {mean, 1.0F / std::sqrt(squares / count + epsilon_)};
  }
  template <typename F>
  void for_pixels(int n, const F& f) const {
    for (int s = 0; s < n; ++s) {
      for (int i = 0; i < in().h; ++i) {
        for (int j = 0; j < in().w; ++j) f(s, i, j * in().c);
      }
    }
  }
  float epsilon_ = 0.001F;
};

}  // namespace

std::unique_ptr<Layer> make_layer_norm() { return std::make_unique<LayerNorm>(); }

}  // namespace tadpole
