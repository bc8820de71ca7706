// SPDX-License-Identifier: Apache-2.0
// Layer over time in two small steps: each filter weighs the features of one frame into a number,
// and the last `memory` of its numbers into another; `rank` filters are summed to a unit. Frames
// before the first count as zeros, so that a device that is given one frame at a time and remembers
// (operator SVDF) computes the same. The input's height is time. Parameters: feature
// [units * rank, features], time [units * rank, memory], bias [units]. Source: Alvarez and Park:
// End-to-end Streaming Keyword Spotting, arXiv:1812.02802, 2019; Nakkiran et al.: Compressing Deep
// Neural Networks using a Rank-Constrained Topology, Interspeech 2015.
#include <algorithm>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"
#include "core/nn/sliding.h"

namespace tadpole {
namespace {

class Svdf final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("units", units_, {.help = "output channels", .min = 1, .max = 65536});
    options.add("rank", rank_, {.help = "filters that are summed to a unit", .min = 1, .max = 64});
    options.add("memory", memory_,
                {.help = "frames that a filter remembers; 0: all",
                 .unit = "frames",
                 .min = 0,
                 .max = 65536});
    options.add("returns", returns_,
                {.help = "last: the answer after the last frame; all: one answer per frame",
                 .choices = {"last", "all"}});
    options.add("use_bias", use_bias_, {.help = "add a trained value per unit"});
  }

  Outcome build(const Shape& in) override {
    if (units_ < 1) return wrong_use("units is missing; say how many, e.g. units=64");
    if (memory_ == 0) memory_ = in.h;
    if (memory_ > in.h) {
      return wrong_use("input is " + in.text() + ", " + std::to_string(in.h) +
                       " frames, memory=" + std::to_string(memory_) +
                       " would reach before the first; take at most as many as there are frames");
    }
    filters_ = units_ * rank_;
    features_ = in.w * in.c;
    TADPOLE_TRY(check_kernel({units_, rank_, in.w, in.c}));
    TADPOLE_TRY(check_kernel({units_, rank_, in.h}));
    set_shapes(in, {all() ? in.h : 1, 1, units_});
    add_parameters({.name = "feature",
                    .count = at(filters_) * at(features_),
                    .start = ParameterBlock::Start::he_normal,
                    .fan_in = features_,
                    .fan_out = filters_,
                    .decay = true});
    add_parameters({.name = "time",
                    .count = at(filters_) * at(memory_),
                    .start = ParameterBlock::Start::he_normal,
                    .fan_in = memory_ * rank_,
                    .fan_out = units_,
                    .decay = true});
    if (use_bias_) add_parameters({.name = "bias", .count = at(units_)});
    return Done{};
  }

  std::int64_t macs() const override {
    const std::int64_t outputs = all() ? in().h : 1;
    return std::int64_t{filters_} *
           (std::int64_t{in().h} * features_ + outputs * std::int64_t{memory_});
  }
  bool can_fuse_activation() const override { return true; }
  bool works_frame_by_frame() const override { return true; }
  bool backward_needs_input() const override { return true; }
  // What the filters see of one sample, [frames, filters], and its gradient; the gradient of the
  // time weights, [memory, filters], and a filter's of one answer.
  std::size_t scratch_floats(int) const override {
    return (2 * at(in().h) + at(memory_) + 1) * at(filters_);
  }

  // Both kernels with the filters innermost: they are the lanes of training.
  void prepare(const float* parameters) override {
    feature_ = transposed(parameters, filters_, features_);
    time_ = transposed(parameters + at(filters_) * at(features_), filters_, memory_);
  }

  void forward(const Pass& p) const override {
    for (int s = 0; s < p.n; ++s) {
      look_quickly(p, s);
      for (int i = 0; i < out().h; ++i) answer_quickly(p, frame_of(i), p.y.line(s, i));
    }
  }

  void infer(const Pass& p) const override {
    for (int s = 0; s < p.n; ++s) {
      look(p, s);
      for (int i = 0; i < out().h; ++i) answer(p, frame_of(i), p.y.line(s, i));
    }
  }

  void backward(const Pass& p) const override {
    if (use_bias_) p.kernels->channel_sums(p.dy, bias_gradient(p), p.accumulate);
    std::fill_n(time_sums(p), at(memory_) * at(filters_), 0.0F);
    for (int s = 0; s < p.n; ++s) {
      look_quickly(p, s);
      std::fill_n(seen_gradient(p), at(in().h) * at(filters_), 0.0F);
      for (int i = 0; i < out().h; ++i) spread_back(p, frame_of(i), p.dy.line(s, i));
      feature_gradient(p, s);
      if (p.dx.data != nullptr) input_gradient(p, s);
    }
    give_time_gradient(p);
  }

  const float* own_bias(const float* parameters) const override {
    return use_bias_ ? parameters + at(filters_) * at(features_ + memory_) : nullptr;
  }

  void lower(Lowering& to, const float* parameters, const float* bias,
             Activation fused) const override {
    if (to.streams()) {
      lower_frame(to, parameters, bias, fused);
    } else {
      lower_clip(to, parameters, bias, fused);
    }
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  bool all() const { return returns_ == "all"; }
  int frame_of(int output) const { return all() ? output : in().h - 1; }
  const float* time(const Pass& p) const { return p.parameters + at(filters_) * at(features_); }
  float* time_gradient(const Pass& p) const { return p.gradients + at(filters_) * at(features_); }
  float* bias_gradient(const Pass& p) const {
    return time_gradient(p) + at(filters_) * at(memory_);
  }
  float* seen_gradient(const Pass& p) const { return p.scratch + at(in().h) * at(filters_); }
  float* time_sums(const Pass& p) const { return seen_gradient(p) + at(in().h) * at(filters_); }
  float* filter_line(const Pass& p) const { return time_sums(p) + at(memory_) * at(filters_); }

  // [rows, columns] to [columns, rows]
  static std::vector<float> transposed(const float* from, int rows, int columns) {
    std::vector<float> to(at(rows) * at(columns));
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < columns; ++c)
        to[at(c) * at(rows) + at(r)] = from[at(r) * at(columns) + at(c)];
    }
    return to;
  }
  // The first frame that `frame`'s answer remembers, and the place of its weight.
  int first_frame(int frame) const { return std::max(0, frame - memory_ + 1); }
  int first_weight(int frame) const { return std::max(0, memory_ - 1 - frame); }

  // scratch[t,f] = sum over i of x[t,i] * feature[f,i], all frames at once
  void look_quickly(const Pass& p, int s) const {
    p.kernels->gemm({.a = {p.x.line(s, 0), in().h, 1, p.x.row, 0, 0},
                     .m = in().h,
                     .k = features_,
                     .b = feature_.data(),
                     .b_k = filters_,
                     .n = filters_,
                     .c = {p.scratch, in().h, 1, filters_, 0, 0}});
  }

  // As answer(): the filters' sums side by side first, then those of each unit.
  void answer_quickly(const Pass& p, int frame, float* y) const {
    float* sums = filter_line(p);
    std::fill_n(sums, at(filters_), 0.0F);
    const float* weight = time_.data() + at(first_weight(frame)) * at(filters_);
    for (int t = first_frame(frame); t <= frame; ++t, weight += filters_) {
      const float* seen = p.scratch + at(t) * at(filters_);
      for (int f = 0; f < filters_; ++f) sums[f] += weight[f] * seen[f];
    }
    for (int u = 0; u < units_; ++u) {
      float sum = p.bias ? p.bias[u] : 0.0F;
      for (int f = u * rank_; f < (u + 1) * rank_; ++f) sum += sums[f];
      y[u] = std::clamp(sum, p.lo, p.hi);
    }
  }

  // scratch[t,f] = sum over i of x[t,i] * feature[f,i]
  void look(const Pass& p, int s) const {
    for (int t = 0; t < in().h; ++t) {
      p.kernels->dense({.x = p.x.line(s, t),
                        .w = p.parameters,
                        .y = p.scratch + std::ptrdiff_t{t} * filters_,
                        .m = 1,
                        .inputs = features_,
                        .outputs = filters_});
    }
  }

  // y[u] = clamp(bias[u] + sum over the unit's filters and the frames they remember)
  void answer(const Pass& p, int frame, float* y) const {
    const int first = first_frame(frame);
    for (int u = 0; u < units_; ++u) {
      float sum = p.bias ? p.bias[u] : 0.0F;
      for (int f = u * rank_; f < (u + 1) * rank_; ++f) {
        const float* weight = time(p) + std::ptrdiff_t{f} * memory_ + first_weight(frame);
        const float* seen = p.scratch + f;
        for (int t = first; t <= frame; ++t) sum += *weight++ * seen[std::ptrdiff_t{t} * filters_];
      }
      y[u] = std::clamp(sum, p.lo, p.hi);
    }
  }

  // The gradient of one answer to the time weights and to what the filters have seen.
  void spread_back(const Pass& p, int frame, const float* dy) const {
    float* g = filter_line(p);
    for (int f = 0; f < filters_; ++f) g[f] = dy[f / rank_];
    const std::size_t first = at(first_weight(frame)) * at(filters_);
    const float* weight = time_.data() + first;
    float* weight_sum = time_sums(p) + first;
    for (int t = first_frame(frame); t <= frame; ++t, weight += filters_, weight_sum += filters_) {
      const float* seen = p.scratch + at(t) * at(filters_);
      float* back = seen_gradient(p) + at(t) * at(filters_);
      for (int f = 0; f < filters_; ++f) {
        weight_sum[f] += g[f] * seen[f];
        back[f] += g[f] * weight[f];
      }
    }
  }

  void give_time_gradient(const Pass& p) const {
    float* to = time_gradient(p);
    if (!p.accumulate) std::fill_n(to, at(filters_) * at(memory_), 0.0F);
    for (int f = 0; f < filters_; ++f) {
      for (int m = 0; m < memory_; ++m) *to++ += time_sums(p)[at(m) * at(filters_) + at(f)];
    }
  }

  // d_feature[f,i] (+)= sum over t of d_seen[t,f] * x[t,i]
  void feature_gradient(const Pass& p, int s) const {
    p.kernels->gemm({.a = {seen_gradient(p), filters_, 1, 1, 0, 0},
                     .m = filters_,
                     .k = in().h,
                     .a_k = filters_,
                     .b = p.x.line(s, 0),
                     .b_k = p.x.row,
                     .n = features_,
                     .c = {p.gradients, filters_, 1, features_, 0, 0},
                     .accumulate = p.accumulate || s > 0});
  }

  void input_gradient(const Pass& p, int s) const {
    p.kernels->gemm({.a = {seen_gradient(p), in().h, 1, filters_, 0, 0},
                     .m = in().h,
                     .k = filters_,
                     .b = p.parameters,
                     .b_k = features_,
                     .n = features_,
                     .c = {p.dx.line(s, 0), in().h, 1, p.dx.row, 0, 0}});
  }

  // One frame at a time, with a state that stays: the operator SVDF, whose int8 form knows relu
  // only.
  void lower_frame(Lowering& to, const float* parameters, const float* bias,
                   Activation fused) const {
    const float* weights = parameters + at(filters_) * at(features_);
    to.flat({1, 1, features_});
    const int feature =
        to.constant("feature", {filters_, features_}, std::vector<float>(parameters, weights));
    const int over_time =
        to.constant("time", {filters_, memory_},
                    std::vector<float>(weights, weights + at(filters_) * at(memory_)));
    const int b = to.constant("bias", {units_}, bias_or_zeros(bias, units_));
    const int state = to.variable("state", {1, filters_ * memory_});
    OpOptions options;
    options.rank = rank_;
    options.activation = fused == Activation::relu ? fused : Activation::none;
    to.add(lowered::kSvdf, {feature, over_time, b, state}, {1, units_}, std::move(options));
    if (fused == Activation::relu6) to.add(lowered::kRelu6, {}, to.shape());
  }

  // The whole clip at once: a convolution over the features, one over time per filter, and the sum
  // of a unit's filters as a 1x1 convolution.
  void lower_clip(Lowering& to, const float* parameters, const float* bias,
                  Activation fused) const {
    const float* weights = parameters + at(filters_) * at(features_);
    to.image(in());
    const int feature = to.constant("feature", {filters_, 1, in().w, in().c},
                                    std::vector<float>(parameters, weights));
    const int none = to.constant("no_bias", {filters_}, bias_or_zeros(nullptr, filters_));
    to.add(lowered::kConv2d, {feature, none}, {1, in().h, 1, filters_}, OpOptions{});
    int frames = in().h;
    if (all() && memory_ > 1) {
      frames += memory_ - 1;
      const int before =
          to.constant("before", {4, 2}, std::vector<int>{0, 0, memory_ - 1, 0, 0, 0, 0, 0});
      to.add(lowered::kPad, {before}, {1, frames, 1, filters_});
    }
    const int rows = all() ? memory_ : frames;
    if (rank_ == 1) {
      lower_time(to, weights, rows, bias, fused);
      return;
    }
    lower_time(to, weights, rows, nullptr, Activation::none);
    const int sum = to.constant("sum", {units_, 1, 1, filters_}, sums_of_filters());
    const int b = to.constant("bias", {units_}, bias_or_zeros(bias, units_));
    OpOptions options;
    options.activation = fused;
    to.add(lowered::kConv2d, {sum, b}, batch_of_one(out()), std::move(options));
  }

  // [1,rows,1,filters]: the weights of the last `memory` of `rows` frames, zeros before.
  void lower_time(Lowering& to, const float* weights, int rows, const float* bias,
                  Activation fused) const {
    std::vector<float> kernel(at(rows) * at(filters_));
    for (int f = 0; f < filters_; ++f) {
      for (int m = 0; m < memory_; ++m)
        kernel[at(rows - memory_ + m) * at(filters_) + at(f)] =
            weights[at(f) * at(memory_) + at(m)];
    }
    const int time = to.constant("time", {1, rows, 1, filters_}, std::move(kernel));
    const int b = to.constant("time_bias", {filters_}, bias_or_zeros(bias, filters_));
    OpOptions options;
    options.activation = fused;
    to.add(lowered::kDepthwiseConv2d, {time, b}, {1, out().h, 1, filters_}, std::move(options));
  }

  std::vector<float> sums_of_filters() const {
    std::vector<float> kernel(at(units_) * at(filters_));
    for (int f = 0; f < filters_; ++f) kernel[at(f / rank_) * at(filters_) + at(f)] = 1.0F;
    return kernel;
  }

  int units_ = 0, rank_ = 2, memory_ = 0;
  std::string returns_ = "last";
  bool use_bias_ = true;
  std::vector<float> feature_, time_;  // transposed
  int filters_ = 0, features_ = 0;
};

}  // namespace

std::unique_ptr<Layer> make_svdf() { return std::make_unique<Svdf>(); }

}  // namespace tadpole
