// SPDX-License-Identifier: Apache-2.0
// What recurrent layers share: time runs over the height of input {T,1,C}; the state after the last
// step, or after every one (return_sequences=true), is the output. Backward computes forward again
// into scratch memory instead of keeping every gate of the batch.
#pragma once
#include <algorithm>
#include <cmath>

#include "core/nn/layer.h"

namespace tadpole {

class RecurrentLayer : public Layer {
 public:
  // gates: how many blocks of `units` rows the kernels have.
  explicit RecurrentLayer(int gates) : gates_(gates) {}

  void describe(OptionSet& options) override {
    options.add("units", units_, {.help = "values of the state", .min = 1, .max = 4096})
        .add("return_sequences", sequences_,
             {.help = "true: the state after every step of time; false: after the last"});
  }

  Outcome build(const Shape& in) override {
    if (units_ < 1) return wrong_use("units is missing; say how many, e.g. units=32");
    if (in.w != 1) {
      return wrong_use("input is " + in.text() + ", expected Tx1xC (time, 1, channels); put " +
                       "'reshape shape=" + std::to_string(in.h) + "x1x" +
                       std::to_string(std::int64_t{in.w} * in.c) + "' before");
    }
    TADPOLE_TRY(check_kernel({gates_, units_, in.c}));
    TADPOLE_TRY(check_kernel({gates_, units_, units_}));
    TADPOLE_TRY(check_kernel({in.h, gates_ + 2, units_}));
    set_shapes(in, {sequences_ ? in.h : 1, 1, units_});
    add_kernel("kernel", in.c);
    add_kernel("recurrent_kernel", units_);
    return Done{};
  }

  std::int64_t macs() const override {
    return std::int64_t{gates_} * units_ * (in().c + units_) * in().h;
  }
  bool backward_needs_input() const override { return true; }
  std::size_t working_floats() const override { return scratch_floats(1); }

 protected:
  static float sigmoid(float x) { return 1.0F / (1.0F + std::exp(-x)); }

  int rows() const { return gates_ * units_; }
  int steps() const { return in().h; }
  std::size_t kernel_count() const { return product(rows(), in().c); }
  std::size_t recurrent_count() const { return product(rows(), units_); }
  const float* kernel(const Pass& p) const { return p.parameters; }
  const float* recurrent(const Pass& p) const { return p.parameters + kernel_count(); }
  const float* biases(const Pass& p) const { return recurrent(p) + recurrent_count(); }
  static std::size_t product(int a, int b) {
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
  }
  // Of (sample, step) in an array [n][T][width].
  float* at(float* data, int s, int t, int width) const {
    return data + (std::ptrdiff_t{s} * steps() + t) * width;
  }

  // gates[s][t][rows] = x W^T + bias, all steps at once.
  void project_input(const Pass& p, const float* bias, float* gates) const {
    p.kernels->dense({.x = p.x.data,
                      .w = kernel(p),
                      .bias = bias,
                      .y = gates,
                      .m = p.n * steps(),
                      .inputs = in().c,
                      .outputs = rows()});
  }
  // hidden[s][rows] = h U^T + bias, one step. h: [n][units]
  void project_state(const Pass& p, const float* h, const float* bias, float* hidden) const {
    p.kernels->dense({.x = h,
                      .w = recurrent(p),
                      .bias = bias,
                      .y = hidden,
                      .m = p.n,
                      .inputs = units_,
                      .outputs = rows()});
  }
  // dh[s][units] = d[s][t][rows] U: the gradient of the state before step t.
  void gradient_of_state(const Pass& p, float* d, int t, float* dh) const {
    p.kernels->gemm({.a = {at(d, 0, t, rows()), p.n, 1, std::ptrdiff_t{steps()} * rows(), 0, 0},
                     .m = p.n,
                     .k = rows(),
                     .b = recurrent(p),
                     .b_k = units_,
                     .n = units_,
                     .c = {dh, p.n, 1, units_, 0, 0}});
  }
  // From the gradients of the gates before their nonlinearity, seen from the input and from the
  // state; states: [n][T+1][units], the first one zero.
  void gradients_of_kernels(const Pass& p, float* d_input, float* d_state, float* states) const {
    p.kernels->gemm({.a = {d_input, rows(), 1, 1, 0, 0},
                     .m = rows(),
                     .k = p.n * steps(),
                     .a_k = rows(),
                     .b = p.x.data,
                     .b_k = in().c,
                     .n = in().c,
                     .c = {p.gradients, rows(), 1, in().c, 0, 0},
                     .accumulate = p.accumulate});
    p.kernels->gemm({.a = {d_state, rows(), 1, 1, 0, 0},
                     .m = rows(),
                     .r = p.n,
                     .k = steps(),
                     .a_r = std::ptrdiff_t{steps()} * rows(),
                     .a_k = rows(),
                     .b = states,
                     .b_r = std::ptrdiff_t{steps() + 1} * units_,
                     .b_k = units_,
                     .n = units_,
                     .c = {p.gradients + kernel_count(), rows(), 1, units_, 0, 0},
                     .accumulate = p.accumulate});
    if (p.dx.data == nullptr) return;
    p.kernels->gemm({.a = {d_input, p.n * steps(), 1, rows(), 0, 0},
                     .m = p.n * steps(),
                     .k = rows(),
                     .b = kernel(p),
                     .b_k = in().c,
                     .n = in().c,
                     .c = {p.dx.data, 1, steps(), 0, p.dx.row, p.dx.sample}});
  }
  void gradient_of_bias(const Pass& p, float* d, float* bias) const {
    p.kernels->channel_sums(dense_view(d, p.n * steps(), 1, 1, rows()), bias, p.accumulate);
  }
  // The output's gradient arrives at every step or at the last.
  void add_output_gradient(const Pass& p, int t, float* dh) const {
    if (!sequences_ && t + 1 < steps()) return;
    for (int s = 0; s < p.n; ++s) {
      const float* dy = p.dy.line(s, sequences_ ? t : 0);
      for (int u = 0; u < units_; ++u) dh[s * units_ + u] += dy[u];
    }
  }
  void put_output(const Pass& p, int t, const float* h) const {
    if (!sequences_ && t + 1 < steps()) return;
    for (int s = 0; s < p.n; ++s)
      std::copy_n(h + std::ptrdiff_t{s} * units_, units_, p.y.line(s, sequences_ ? t : 0));
  }
  void keep_state(const Pass& p, int t, const float* h, float* states) const {
    for (int s = 0; s < p.n; ++s) {
      std::copy_n(h + std::ptrdiff_t{s} * units_, units_,
                  states + (std::ptrdiff_t{s} * (steps() + 1) + t + 1) * units_);
    }
  }

  int units_ = 0;
  bool sequences_ = false;

 private:
  void add_kernel(const char* name, int inputs) {
    add_parameters({.name = name,
                    .count = product(rows(), inputs),
                    .start = ParameterBlock::Start::glorot_uniform,
                    .fan_in = inputs,
                    .fan_out = units_,
                    .decay = true});
  }
  int gates_;
};

}  // namespace tadpole
