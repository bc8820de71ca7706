// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: every channel has its own filters: y[i,j,c*m+q] = b + sum over u,v of
// x[i*sh+u, j*sw+v, c] * k[u,v,c*m+q], m = depth_multiplier. Parameters: kernel [kh,kw,c*m], then
// bias [c*m]. Source: Howard et al.: MobileNets, arXiv:1704.04861, 2017.
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"
#include "core/nn/sliding.h"

namespace tadpole {
namespace {

class DepthwiseConv2d final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("depth_multiplier", multiplier_,
                {.help = "filters per input channel", .min = 1, .max = 1024});
    describe_sliding(options, window_);
    options.add("use_bias", use_bias_, {.help = "add a trained value per output channel"});
  }

  Outcome build(const Shape& in) override {
    slide_ = TADPOLE_TRY(resolve(window_, in));
    TADPOLE_TRY(check_kernel({slide_.kernel.h, slide_.kernel.w, in.c, multiplier_}));
    set_shapes(in, {slide_.h.outputs, slide_.w.outputs, in.c * multiplier_});
    const int taps = slide_.kernel.h * slide_.kernel.w;
    add_parameters({.name = "kernel",
                    .count = kernel_count(),
                    .start = ParameterBlock::Start::he_normal,
                    .fan_in = taps,
                    .fan_out = taps * multiplier_,
                    .decay = true});
    if (use_bias_) add_parameters({.name = "bias", .count = static_cast<std::size_t>(out().c)});
    return Done{};
  }

  std::int64_t macs() const override {
    return static_cast<std::int64_t>(kernel_count()) * out().h * out().w;
  }
  bool can_fuse_activation() const override { return true; }
  Halo input_halo() const override { return slide_.halo(); }
  Halo gradient_halo() const override {
    return gathers() ? slide_.gradient_halo(in(), out()) : Halo{};
  }
  bool backward_needs_input() const override { return true; }
  void prepare(const float* kernel) override { kernel_ = kernel; }

  // Two padded images with all output channels where the multiplier spreads them or a stride
  // scatters them.
  std::size_t scratch_floats(int n) const override {
    return gathers() ? 0 : 2 * slide_.padded_floats(wide_in(), n);
  }

  void forward(const Pass& p) const override {
    p.kernels->depthwise({.x = spread_input(p),
                          .y = p.y,
                          .w = p.parameters,
                          .bias = p.bias,
                          .kh = slide_.kernel.h,
                          .kw = slide_.kernel.w,
                          .sh = slide_.stride.h,
                          .sw = slide_.stride.w,
                          .lo = p.lo,
                          .hi = p.hi});
  }

  void backward(const Pass& p) const override {
    Depthwise d = {.x = spread_input(p),
                   .y = p.dy,
                   .kh = slide_.kernel.h,
                   .kw = slide_.kernel.w,
                   .sh = slide_.stride.h,
                   .sw = slide_.stride.w};
    if (p.learns) p.kernels->depthwise_weights(d, p.gradients, p.accumulate);
    if (p.learns && use_bias_)
      p.kernels->channel_sums(p.dy, p.gradients + kernel_count(), p.accumulate);
    if (p.dx.data == nullptr) return;
    if (gathers()) {
      p.kernels->depthwise({.x = with_halo(p.dy, gradient_halo()),
                            .y = p.dx,
                            .w = kernel_,
                            .kh = d.kh,
                            .kw = d.kw,
                            .flip = true});
    } else {
      scatter(p, d);
    }
  }

  bool can_fold_scale() const override { return true; }
  const float* own_bias(const float* parameters) const override {
    return use_bias_ ? parameters + kernel_count() : nullptr;
  }
  void fold_scale(const float* scale, const float* shift, const float* parameters, float* folded,
                  float* bias) const override {
    const auto channels = static_cast<std::size_t>(out().c);
    for (std::size_t i = 0; i < kernel_count(); ++i)
      folded[i] = parameters[i] * scale[i % channels];
    const float* own = own_bias(parameters);
    for (std::size_t c = 0; c < channels; ++c)
      bias[c] = (own ? own[c] * scale[c] : 0.0F) + shift[c];
  }

  void lower(Lowering& to, const float* parameters, const float* bias,
             Activation fused) const override {
    to.image(in());
    const int k = to.constant("kernel", {1, slide_.kernel.h, slide_.kernel.w, out().c},
                              std::vector<float>(parameters, parameters + kernel_count()));
    const int b = to.constant("bias", {out().c}, bias_or_zeros(bias, out().c));
    OpOptions options = slide_.options(fused);
    options.depth_multiplier = multiplier_;
    to.add(lowered::kDepthwiseConv2d, {k, b}, batch_of_one(out()), std::move(options));
  }

 private:
  std::size_t kernel_count() const {
    return static_cast<std::size_t>(slide_.kernel.h) * static_cast<std::size_t>(slide_.kernel.w) *
           static_cast<std::size_t>(in().c) * static_cast<std::size_t>(multiplier_);
  }
  Shape wide_in() const { return {in().h, in().w, out().c}; }
  // The input's gradient is a depthwise convolution itself.
  bool gathers() const { return multiplier_ == 1 && slide_.unit_stride(); }

  // The haloed input with every channel repeated `multiplier` times, so that channels meet
  // channels.
  View spread_input(const Pass& p) const {
    const View x = with_halo(p.x, slide_.halo());
    if (multiplier_ == 1) return x;
    const View wide = slide_.padded_view(wide_in(), p.n, p.scratch);
    for (int s = 0; s < p.n; ++s) {
      for (int i = 0; i < wide.h; ++i) spread_line(x.line(s, i), wide.line(s, i), wide.w * in().c);
    }
    return wide;
  }
  void spread_line(const float* from, float* to, int values) const {
    for (int i = 0; i < values; ++i) to = std::fill_n(to, multiplier_, from[i]);
  }

  void scatter(const Pass& p, Depthwise d) const {
    const std::size_t floats = slide_.padded_floats(wide_in(), p.n);
    d.x = slide_.padded_view(wide_in(), p.n, p.scratch + floats);
    d.w = kernel_;
    std::fill_n(d.x.data, floats, 0.0F);
    p.kernels->depthwise_scatter(d);
    const View inside = slide_.inside(d.x, wide_in());
    for (int s = 0; s < p.n; ++s) {
      for (int i = 0; i < in().h; ++i) gather_line(inside.line(s, i), p.dx.line(s, i));
    }
  }
  void gather_line(const float* from, float* to) const {
    if (multiplier_ == 1) {
      std::copy_n(from, in().w * in().c, to);
      return;
    }
    for (int i = 0; i < in().w * in().c; ++i, from += multiplier_) {
      to[i] = from[0];
      for (int q = 1; q < multiplier_; ++q) to[i] += from[q];
    }
  }

  int multiplier_ = 1;
  bool use_bias_ = true;
  SlidingOptions window_;
  Sliding slide_;
  const float* kernel_ = nullptr;
};

}  // namespace

std::unique_ptr<Layer> make_depthwise_conv2d() { return std::make_unique<DepthwiseConv2d>(); }

}  // namespace tadpole
