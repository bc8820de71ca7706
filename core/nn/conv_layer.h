// SPDX-License-Identifier: Apache-2.0
// What convolutions share, over height and width: y[i,j,o] = b[o] + sum over u,v,c of x[i*sh+u,
// j*sw+v, c] * k[u,v,c,o]. Direct, without im2col: the kernel walks the haloed input. Parameters:
// kernel [kh,kw,in,out], then bias [out]. Source: Goodfellow, Bengio, Courville: Deep Learning,
// 2016, chapter 9.
#pragma once
#include <algorithm>
#include <vector>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"
#include "core/nn/sliding.h"

namespace tadpole {

class ConvLayer : public Layer {
 public:
  Outcome build(const Shape& in) override {
    if (filters_ < 1) return wrong_use("filters is missing; say how many, e.g. filters=8");
    slide_ = TADPOLE_TRY(resolve(window_, in));
    TADPOLE_TRY(check_kernel({slide_.kernel.h, slide_.kernel.w, in.c, filters_}));
    set_shapes(in, {slide_.h.outputs, slide_.w.outputs, filters_});
    const int taps = slide_.kernel.h * slide_.kernel.w;
    add_parameters({.name = "kernel",
                    .count = kernel_count(),
                    .start = ParameterBlock::Start::he_normal,
                    .fan_in = taps * in.c,
                    .fan_out = taps * filters_,
                    .decay = true});
    if (use_bias_) add_parameters({.name = "bias", .count = static_cast<std::size_t>(filters_)});
    return Done{};
  }

  std::int64_t macs() const override {
    return static_cast<std::int64_t>(kernel_count()) * out().h * out().w;
  }
  bool can_fuse_activation() const override { return true; }
  Halo input_halo() const override { return slide_.halo(); }
  Halo gradient_halo() const override {
    return slide_.unit_stride() ? slide_.gradient_halo(in(), out()) : Halo{};
  }
  bool backward_needs_input() const override { return true; }
  std::size_t scratch_floats(int n) const override {
    if (by_tiles()) return tile_scratch() + transformed_count();
    return slide_.unit_stride() ? 0 : slide_.padded_floats(in(), n);
  }

  // flipped[u,v,o,c] = kernel[kh-1-u, kw-1-v, c, o]: the gradient of the input is a convolution
  // with it.
  void prepare(const float* kernel) override {
    const int taps = slide_.kernel.h * slide_.kernel.w;
    const int channels = in().c;
    flipped_.resize(kernel_count());
    for (int tap = 0; tap < taps; ++tap) {
      const float* from =
          kernel + static_cast<std::ptrdiff_t>(taps - 1 - tap) * channels * filters_;
      float* to = flipped_.data() + static_cast<std::ptrdiff_t>(tap) * channels * filters_;
      for (int c = 0; c < channels; ++c) {
        for (int o = 0; o < filters_; ++o) to[o * channels + c] = from[c * filters_ + o];
      }
    }
    if (!by_tiles()) return;
    const Kernels& k = kernels();
    transformed_.resize(transformed_count());
    transformed_flipped_.resize(transformed_count());
    k.winograd_kernel(kernel, channels, filters_, transformed_.data());
    k.winograd_kernel(flipped_.data(), filters_, channels, transformed_flipped_.data());
  }

  void forward(const Pass& p) const override {
    if (by_tiles()) return forward_by_tiles(p, transformed_.data());
    forward_directly(p);
  }

  void infer(const Pass& p) const override {
    if (!by_tiles()) return forward_directly(p);
    float* u = p.scratch + tile_scratch();
    p.kernels->winograd_kernel(p.parameters, in().c, filters_, u);
    forward_by_tiles(p, u);
  }

  void backward(const Pass& p) const override {
    if (p.learns) weight_gradient(p);
    if (p.learns && use_bias_)
      p.kernels->channel_sums(p.dy, p.gradients + kernel_count(), p.accumulate);
    if (p.dx.data == nullptr) return;
    if (slide_.unit_stride()) {
      input_gradient(p);
    } else {
      scattered_input_gradient(p);
    }
  }

 private:
  void forward_directly(const Pass& p) const {
    const View x = with_halo(p.x, slide_.halo());
    p.kernels->gemm({.a = window_rows(x),
                     .m = p.n * out().h * out().w,
                     .r = slide_.kernel.h,
                     .k = slide_.kernel.w * in().c,
                     .a_r = x.row,
                     .a_k = 1,
                     .b = p.parameters,
                     .b_r = std::ptrdiff_t{slide_.kernel.w} * in().c * filters_,
                     .b_k = filters_,
                     .n = filters_,
                     .c = pixel_rows(p.y),
                     .bias = p.bias,
                     .lo = p.lo,
                     .hi = p.hi});
  }

  // u: the kernel, transformed.
  void forward_by_tiles(const Pass& p, const float* u) const {
    p.kernels->winograd({.x = with_halo(p.x, slide_.halo()),
                         .y = p.y,
                         .u = u,
                         .bias = p.bias,
                         .lo = p.lo,
                         .hi = p.hi,
                         .scratch = p.scratch});
  }

 public:
  bool can_fold_scale() const override { return true; }
  const float* own_bias(const float* parameters) const override {
    return use_bias_ ? parameters + kernel_count() : nullptr;
  }
  void fold_scale(const float* scale, const float* shift, const float* parameters, float* folded,
                  float* bias) const override {
    const auto filters = static_cast<std::size_t>(filters_);
    for (std::size_t i = 0; i < kernel_count(); i += filters) {
      for (std::size_t o = 0; o < filters; ++o) folded[i + o] = parameters[i + o] * scale[o];
    }
    const float* own = own_bias(parameters);
    for (int o = 0; o < filters_; ++o) bias[o] = (own ? own[o] * scale[o] : 0.0F) + shift[o];
  }

  void lower(Lowering& to, const float* parameters, const float* bias,
             Activation fused) const override {
    to.image(in());
    const std::size_t per_filter = kernel_count() / static_cast<std::size_t>(filters_);
    std::vector<float> kernel(kernel_count());
    for (std::size_t i = 0; i < kernel.size(); ++i) {
      kernel[i] = parameters[i % per_filter * static_cast<std::size_t>(filters_) + i / per_filter];
    }
    const int k = to.constant("kernel", {filters_, slide_.kernel.h, slide_.kernel.w, in().c},
                              std::move(kernel));
    const int b = to.constant("bias", {filters_}, bias_or_zeros(bias, filters_));
    to.add(lowered::kConv2d, {k, b}, batch_of_one(out()), slide_.options(fused));
  }

 private:
  std::size_t kernel_count() const {
    return static_cast<std::size_t>(slide_.kernel.h) * static_cast<std::size_t>(slide_.kernel.w) *
           static_cast<std::size_t>(in().c) * static_cast<std::size_t>(filters_);
  }
  // Whether a product by 4x4 tiles (Winograd) saves more than its sums cost.
  bool by_tiles() const {
    constexpr int kWorthChannels = 8, kWorthPixels = 16;
    return slide_.unit_stride() && slide_.kernel.h == 3 && slide_.kernel.w == 3 &&
           std::min(in().c, filters_) >= kWorthChannels && out().h * out().w >= kWorthPixels;
  }
  std::size_t transformed_count() const { return kernel_count() / 9 * 16; }
  std::size_t tile_scratch() const { return winograd_floats(in().c, filters_); }
  // Where the window of each output starts.
  Rows window_rows(const View& x) const {
    return {
        x.data,  out().w, out().h, std::ptrdiff_t{slide_.stride.w} * x.c, slide_.stride.h * x.row,
        x.sample};
  }
  static Rows pixel_rows(const View& v) { return {v.data, v.w, v.h, v.c, v.row, v.sample}; }

  // dk[u,v,c,o] = sum over samples and outputs of x * dy: the rows of the product are the kernel's
  // taps.
  void weight_gradient(const Pass& p) const {
    const View x = with_halo(p.x, slide_.halo());
    if (by_tiles()) {
      const Winograd w = {.x = x, .y = p.dy, .scratch = p.scratch};
      return p.kernels->winograd_weights(w, p.gradients, p.accumulate);
    }
    const int taps_line = slide_.kernel.w * in().c;
    const bool one_product = slide_.pointwise() && x.dense() && p.dy.dense();
    for (int s = 0; s < (one_product ? 1 : p.n); ++s) {
      p.kernels->gemm({.a = {x.line(s, 0), taps_line, slide_.kernel.h, 1, x.row, 0},
                       .m = taps_line * slide_.kernel.h,
                       .r = one_product ? 1 : out().h,
                       .k = one_product ? p.n * out().h * out().w : out().w,
                       .a_r = slide_.stride.h * x.row,
                       .a_k = std::ptrdiff_t{slide_.stride.w} * x.c,
                       .b = p.dy.line(s, 0),
                       .b_r = p.dy.row,
                       .b_k = filters_,
                       .n = filters_,
                       .c = {p.gradients, taps_line * slide_.kernel.h, 1, filters_, 0, 0},
                       .accumulate = p.accumulate || s > 0});
    }
  }

  void input_gradient(const Pass& p) const {
    const View dy = with_halo(p.dy, gradient_halo());
    if (by_tiles()) {
      return p.kernels->winograd(
          {.x = dy, .y = p.dx, .u = transformed_flipped_.data(), .scratch = p.scratch});
    }
    p.kernels->gemm({.a = {dy.data, in().w, in().h, dy.c, dy.row, dy.sample},
                     .m = p.n * in().h * in().w,
                     .r = slide_.kernel.h,
                     .k = slide_.kernel.w * filters_,
                     .a_r = dy.row,
                     .a_k = 1,
                     .b = flipped_.data(),
                     .b_r = std::ptrdiff_t{slide_.kernel.w} * filters_ * in().c,
                     .b_k = in().c,
                     .n = in().c,
                     .c = pixel_rows(p.dx)});
  }

  // Strides above one: each tap adds its product at the pixels it saw.
  void scattered_input_gradient(const Pass& p) const {
    const View padded = slide_.padded_view(in(), p.n, p.scratch);
    std::fill_n(p.scratch, slide_.padded_floats(in(), p.n), 0.0F);
    const int taps = slide_.kernel.h * slide_.kernel.w;
    for (int tap = 0; tap < taps; ++tap) {
      View at = padded;
      at.data += tap / slide_.kernel.w * at.row + std::ptrdiff_t{tap % slide_.kernel.w} * at.c;
      p.kernels->gemm(
          {.a = pixel_rows(p.dy),
           .m = p.n * out().h * out().w,
           .k = filters_,
           .b = flipped_.data() + static_cast<std::ptrdiff_t>(taps - 1 - tap) * in().c * filters_,
           .b_k = in().c,
           .n = in().c,
           .c = window_rows(at),
           .accumulate = true});
    }
    copy_view(slide_.inside(padded, in()), p.dx);
  }

 protected:
  int filters_ = 0;
  bool use_bias_ = true;
  SlidingOptions window_;

 private:
  Sliding slide_;
  std::vector<float> flipped_;
  std::vector<float> transformed_, transformed_flipped_;
};

}  // namespace tadpole
