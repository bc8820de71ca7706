// SPDX-License-Identifier: Apache-2.0
// Transposed convolution: every input pixel writes its kernel into the output, stride pixels apart,
// and what overlaps is added: y[i*sh+u, j*sw+v, o] += x[i,j,c] * k[u,v,c,o]. Parameters: kernel
// [kh,kw,in,out], then bias [out]. padding=same: height x stride; valid: all that is written.
// Source: Dumoulin and Visin: A Guide to Convolution Arithmetic for Deep Learning,
// arXiv:1603.07285, 2016.
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"
#include "core/nn/sliding.h"

namespace tadpole {
namespace {

// One axis: what is written is `written` long; the output is the part from `before` on.
struct Spread {
  int outputs = 0, before = 0, written = 0;
};

Spread spread(int in, int kernel, int stride, Padding padding) {
  const int extra = std::max(kernel - stride, 0);
  if (padding == Padding::valid) return {in * stride + extra, 0, in * stride + extra};
  return {in * stride, extra / 2, in * stride + extra};
}

class Conv2dTranspose final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("filters", filters_, {.help = "output channels", .min = 1, .max = 65536});
    describe_sliding(options, window_);
    options.add("use_bias", use_bias_, {.help = "add a trained value per filter"});
  }

  Outcome build(const Shape& in) override {
    if (filters_ < 1) return wrong_use("filters is missing; say how many, e.g. filters=8");
    kernel_ = TADPOLE_TRY(parse_extent("kernel", window_.kernel));
    stride_ = TADPOLE_TRY(parse_extent("stride", window_.stride));
    padding_ = window_.padding == "valid" ? Padding::valid : Padding::same;
    TADPOLE_TRY(check_kernel({kernel_.h, kernel_.w, in.c, filters_}));
    TADPOLE_TRY(check_kernel({in.h, stride_.h, in.w, stride_.w, filters_}));
    h_ = spread(in.h, kernel_.h, stride_.h, padding_);
    w_ = spread(in.w, kernel_.w, stride_.w, padding_);
    TADPOLE_TRY(check_kernel({h_.written, w_.written, filters_}));
    set_shapes(in, {h_.outputs, w_.outputs, filters_});
    add_parameters({.name = "kernel",
                    .count = kernel_count(),
                    .start = ParameterBlock::Start::he_normal,
                    .fan_in = taps() * in.c,
                    .fan_out = taps() * filters_,
                    .decay = true});
    if (use_bias_) add_parameters({.name = "bias", .count = static_cast<std::size_t>(filters_)});
    return Done{};
  }

  std::int64_t macs() const override {
    return static_cast<std::int64_t>(kernel_count()) * in().h * in().w;
  }
  bool can_fuse_activation() const override { return true; }
  bool backward_needs_input() const override { return true; }
  // What is written, before the border is cut off; the same for the gradient.
  std::size_t scratch_floats(int n) const override {
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(h_.written) *
           static_cast<std::size_t>(w_.written) * static_cast<std::size_t>(filters_);
  }

  // turned[u,v,o,c] = kernel[u,v,c,o]: the gradient of the input is a convolution with it.
  void prepare(const float* kernel) override {
    const int channels = in().c;
    turned_.resize(kernel_count());
    for (int tap = 0; tap < taps(); ++tap) {
      const float* from = kernel + std::ptrdiff_t{tap} * channels * filters_;
      float* to = turned_.data() + std::ptrdiff_t{tap} * channels * filters_;
      for (int c = 0; c < channels; ++c) {
        for (int o = 0; o < filters_; ++o) to[o * channels + c] = from[c * filters_ + o];
      }
    }
  }

  void forward(const Pass& p) const override {
    const View written = written_view(p);
    std::fill_n(p.scratch, scratch_floats(p.n), 0.0F);
    for (int tap = 0; tap < taps(); ++tap) {
      p.kernels->gemm({.a = pixel_rows(p.x),
                       .m = p.n * in().h * in().w,
                       .k = in().c,
                       .b = p.parameters + std::ptrdiff_t{tap} * in().c * filters_,
                       .b_k = filters_,
                       .n = filters_,
                       .c = tap_rows(at_tap(written, tap)),
                       .accumulate = true});
    }
    finish(inside(written), p);
  }

  void backward(const Pass& p) const override {
    if (use_bias_) p.kernels->channel_sums(p.dy, p.gradients + kernel_count(), p.accumulate);
    const View dy = written_view(p);
    std::fill_n(p.scratch, scratch_floats(p.n), 0.0F);
    copy_view(p.dy, inside(dy));
    for (int tap = 0; tap < taps(); ++tap) weight_gradient(p, at_tap(dy, tap), tap);
    if (p.dx.data == nullptr) return;
    p.kernels->gemm({.a = tap_rows(dy),
                     .m = p.n * in().h * in().w,
                     .r = kernel_.h,
                     .k = kernel_.w * filters_,
                     .a_r = dy.row,
                     .a_k = 1,
                     .b = turned_.data(),
                     .b_r = std::ptrdiff_t{kernel_.w} * filters_ * in().c,
                     .b_k = in().c,
                     .n = in().c,
                     .c = pixel_rows(p.dx)});
  }

  bool can_fold_scale() const override { return true; }
  const float* own_bias(const float* parameters) const override {
    return use_bias_ ? parameters + kernel_count() : nullptr;
  }
  void fold_scale(const float* scale, const float* shift, const float* parameters, float* folded,
                  float* bias) const override {
    for (std::size_t i = 0; i < kernel_count(); ++i)
      folded[i] = parameters[i] * scale[i % static_cast<std::size_t>(filters_)];
    const float* own = own_bias(parameters);
    for (int o = 0; o < filters_; ++o) bias[o] = (own ? own[o] * scale[o] : 0.0F) + shift[o];
  }

  // The operator has no activation of its own: it follows as one that stands alone.
  void lower(Lowering& to, const float* parameters, const float* bias,
             Activation fused) const override {
    to.image(in());
    const int shape = to.constant("shape", batch_of_one(out()));
    const int kernel =
        to.constant("kernel", {filters_, kernel_.h, kernel_.w, in().c}, filters_first(parameters));
    const int b = to.constant("bias", {filters_}, bias_or_zeros(bias, filters_));
    OpOptions options;
    options.padding = padding_;
    options.stride_h = stride_.h;
    options.stride_w = stride_.w;
    to.add_with(lowered::kTransposeConv, {shape, kernel, to.current(), b}, batch_of_one(out()),
                std::move(options));
    if (fused == Activation::relu) to.add(lowered::kRelu, {}, to.shape());
    if (fused == Activation::relu6) to.add(lowered::kRelu6, {}, to.shape());
  }

 private:
  int taps() const { return kernel_.h * kernel_.w; }
  std::size_t kernel_count() const {
    return static_cast<std::size_t>(taps()) * static_cast<std::size_t>(in().c) *
           static_cast<std::size_t>(filters_);
  }
  static Rows pixel_rows(const View& v) { return {v.data, v.w, v.h, v.c, v.row, v.sample}; }
  View written_view(const Pass& p) const {
    return dense_view(p.scratch, p.n, h_.written, w_.written, filters_);
  }
  View inside(View written) const {
    written.data += h_.before * written.row + std::ptrdiff_t{w_.before} * written.c;
    written.h = out().h;
    written.w = out().w;
    return written;
  }
  View at_tap(View written, int tap) const {
    written.data += tap / kernel_.w * written.row + std::ptrdiff_t{tap % kernel_.w} * written.c;
    return written;
  }
  // Where each input pixel writes (or reads the gradient of) one tap.
  Rows tap_rows(const View& v) const {
    return {v.data, in().w, in().h, std::ptrdiff_t{stride_.w} * v.c, stride_.h * v.row, v.sample};
  }

  void finish(const View& sum, const Pass& p) const {
    for (int s = 0; s < p.n; ++s) {
      for (int i = 0; i < out().h; ++i) {
        const float* from = sum.line(s, i);
        float* y = p.y.line(s, i);
        for (int j = 0; j < out().w; ++j, from += filters_, y += filters_) {
          for (int o = 0; o < filters_; ++o)
            y[o] = std::clamp(from[o] + (p.bias ? p.bias[o] : 0.0F), p.lo, p.hi);
        }
      }
    }
  }

  // dk[u,v,c,o] = sum over samples and inputs of x * dy at the tap.
  void weight_gradient(const Pass& p, const View& dy, int tap) const {
    for (int s = 0; s < p.n; ++s) {
      p.kernels->gemm(
          {.a = {p.x.line(s, 0), in().c, 1, 1, 0, 0},
           .m = in().c,
           .r = in().h,
           .k = in().w,
           .a_r = p.x.row,
           .a_k = in().c,
           .b = dy.line(s, 0),
           .b_r = stride_.h * dy.row,
           .b_k = std::ptrdiff_t{stride_.w} * filters_,
           .n = filters_,
           .c = {p.gradients + std::ptrdiff_t{tap} * in().c * filters_, in().c, 1, filters_, 0, 0},
           .accumulate = p.accumulate || s > 0});
    }
  }

  // [out,kh,kw,in] of [kh,kw,in,out].
  std::vector<float> filters_first(const float* parameters) const {
    const auto filters = static_cast<std::size_t>(filters_);
    const std::size_t per_filter = kernel_count() / filters;
    std::vector<float> kernel(kernel_count());
    for (std::size_t i = 0; i < kernel.size(); ++i)
      kernel[i] = parameters[i % per_filter * filters + i / per_filter];
    return kernel;
  }

  int filters_ = 0;
  bool use_bias_ = true;
  SlidingOptions window_;
  Extent kernel_, stride_;
  Padding padding_ = Padding::same;
  Spread h_, w_;
  std::vector<float> turned_;
};

}  // namespace

std::unique_ptr<Layer> make_conv2d_transpose() { return std::make_unique<Conv2dTranspose>(); }

}  // namespace tadpole
