// SPDX-License-Identifier: Apache-2.0
// Fully connected: y[o] = b[o] + sum over i of x[i] * k[o,i]. Parameters: kernel [out,in], then
// bias [out].
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"
#include "core/nn/sliding.h"

namespace tadpole {
namespace {

class Dense final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("units", units_, {.help = "output values", .min = 1, .max = 65536});
    options.add("use_bias", use_bias_, {.help = "add a trained value per unit"});
  }

  Outcome build(const Shape& in) override {
    if (units_ < 1) return wrong_use("units is missing; say how many, e.g. units=4");
    if (in.h != 1 || in.w != 1) {
      return wrong_use("input is " + in.text() +
                       ", expected 1x1xN; put a 'flatten' or a 'global_average_pool' before");
    }
    TADPOLE_TRY(check_kernel({units_, in.c}));
    set_shapes(in, {1, 1, units_});
    add_parameters({.name = "kernel",
                    .count = kernel_count(),
                    .start = ParameterBlock::Start::glorot_uniform,
                    .fan_in = in.c,
                    .fan_out = units_,
                    .decay = true});
    if (use_bias_) add_parameters({.name = "bias", .count = static_cast<std::size_t>(units_)});
    return Done{};
  }

  std::int64_t macs() const override { return static_cast<std::int64_t>(kernel_count()); }
  bool can_fuse_activation() const override { return true; }
  bool backward_needs_input() const override { return true; }
  void prepare(const float* kernel) override { kernel_ = kernel; }

  void forward(const Pass& p) const override {
    p.kernels->dense({.x = p.x.data,
                      .w = p.parameters,
                      .bias = p.bias,
                      .y = p.y.data,
                      .m = p.n,
                      .inputs = in().c,
                      .outputs = units_,
                      .lo = p.lo,
                      .hi = p.hi});
  }

  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    p.kernels->gemm({.a = {p.dy.data, p.n, 1, units_, 0, 0},
                     .m = p.n,
                     .k = units_,
                     .b = kernel_,
                     .b_k = in().c,
                     .n = in().c,
                     .c = {p.dx.data, 1, 1, 0, 0, p.dx.sample}});
  }

  // Columns [first, first + kPart) of the kernel's gradient: dk[o,i] = sum over samples of dy[o] *
  // x[i].
  std::size_t gradient_parts() const override {
    return (static_cast<std::size_t>(in().c) + kPart - 1) / kPart;
  }
  void gradient_part(const Pass& p, std::size_t part) const override {
    const int first = static_cast<int>(part) * kPart;
    p.kernels->gemm({.a = {p.dy.data, units_, 1, 1, 0, 0},
                     .m = units_,
                     .k = p.n,
                     .a_k = units_,
                     .b = p.x.data + first,
                     .b_k = in().c,
                     .n = std::min(kPart, in().c - first),
                     .c = {p.gradients + first, units_, 1, in().c, 0, 0}});
    if (use_bias_ && part == 0) p.kernels->channel_sums(p.dy, p.gradients + kernel_count(), false);
  }

  bool can_fold_scale() const override { return true; }
  const float* own_bias(const float* parameters) const override {
    return use_bias_ ? parameters + kernel_count() : nullptr;
  }
  void fold_scale(const float* scale, const float* shift, const float* parameters, float* folded,
                  float* bias) const override {
    const auto inputs = static_cast<std::size_t>(in().c);
    for (std::size_t i = 0; i < kernel_count(); ++i) folded[i] = parameters[i] * scale[i / inputs];
    const float* own = own_bias(parameters);
    for (int o = 0; o < units_; ++o) bias[o] = (own ? own[o] * scale[o] : 0.0F) + shift[o];
  }

  void lower(Lowering& to, const float* parameters, const float* bias,
             Activation fused) const override {
    to.flat(in());
    const int k = to.constant("kernel", {units_, in().c},
                              std::vector<float>(parameters, parameters + kernel_count()));
    const int b = to.constant("bias", {units_}, bias_or_zeros(bias, units_));
    OpOptions options;
    options.activation = fused;
    to.add(lowered::kFullyConnected, {k, b}, {1, units_}, std::move(options));
  }

 private:
  static constexpr int kPart = 64;
  std::size_t kernel_count() const {
    return static_cast<std::size_t>(units_) * static_cast<std::size_t>(in().c);
  }
  int units_ = 0;
  bool use_bias_ = true;
  const float* kernel_ = nullptr;
};

}  // namespace

std::unique_ptr<Layer> make_dense() { return std::make_unique<Dense>(); }

}  // namespace tadpole
