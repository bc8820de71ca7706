// SPDX-License-Identifier: Apache-2.0
// Rounds values to the int8 steps that the device will have there, while the network still computes
// with real numbers: y = scale * round(x / scale), within the range. Backward takes the slope 1
// inside the range and 0 outside (straight-through estimator with clipping). The range follows the
// extremes of the batches as a moving average, or is given by low and high. Before the first batch
// nothing is rounded. State: low, high; no parameters.
// Sources: Jacob et al.: Quantization and Training of Neural Networks for Efficient
// Integer-Arithmetic-Only Inference, arXiv:1712.05877, 2018; Bengio, Leonard, Courville: Estimating
// or Propagating Gradients Through Stochastic Neurons, arXiv:1308.3432, 2013.
#include <algorithm>

#include "core/graph/activation_range.h"
#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

// FAKE_QUANT. Source: TensorFlow Lite schema version 3.
constexpr int kFakeQuant = 80;

struct Steps {
  float scale = 0.0F;       // 0: nothing is rounded
  float low = 0, high = 0;  // in steps from the zero point
  float zero = 0;           // the zero point, where halves go away from the stored 0
  float half = 0.5F;        // from here on up
  Range range;              // that the steps cover

  Steps() = default;
  Steps(Range r, bool like_pools) {
    if (r.low == 0.0F && r.high == 0.0F) return;
    const Quantization q = activation_quantization(r);
    const auto zero_point = static_cast<float>(q.zero_point[0]);
    scale = q.scale[0], low = -128.0F - zero_point, high = 127.0F - zero_point;
    range = {scale * low, scale * high};
    // A mean of stored numbers is often a half: what floats make of it must not count.
    if (like_pools) zero = zero_point, half = 0.5001F;
  }
  float rounded(float x) const {
    const float v = std::clamp(x / scale, low, high) + zero;
    return scale * (static_cast<float>(static_cast<int>(v + (v < 0.0F ? -half : half))) - zero);
  }
};

class FakeQuantize final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options
        .add("low", given_.low,
             {.help = "a fixed range: its low end; 0 for both ends: the range is learnt",
              .min = -1e6,
              .max = 0})
        .add("high", given_.high, {.help = "a fixed range: its high end", .min = 0, .max = 1e6})
        .add("momentum", momentum_,
             {.help = "share of the learnt range that stays at each step", .min = 0, .max = 1})
        .add("halves", halves_,
             {.help = "which way a half goes: away from the zero point, or away from the number 0 "
                      "that is stored, as int8 average pools do",
              .choices = {"zero_point", "stored"}});
  }

  Outcome build(const Shape& in) override {
    set_shapes(in, in);
    set_state_count(2);
    if (is_given()) steps_ = steps_for(given_);
    return Done{};
  }

  bool is_cheap() const override { return true; }
  bool works_frame_by_frame() const override { return true; }
  bool needs_batch() const override { return !frozen() && !is_given(); }
  bool backward_needs_input() const override { return true; }
  void initial_state(float* state) const override { state[0] = given_.low, state[1] = given_.high; }

  void reserve(std::size_t shards) override { seen_.resize(shards); }
  void begin_batch() override { std::fill(seen_.begin(), seen_.end(), Range{}); }
  void collect(const Pass& p) override {
    Range& seen = seen_[p.shard];
    each_line(p.x, [&](int s, int i, int n) {
      const auto [low, high] = std::minmax_element(p.x.line(s, i), p.x.line(s, i) + n);
      seen = {std::min(seen.low, *low), std::max(seen.high, *high)};
    });
  }
  void settle(const float*, float* state) override {
    Range all;
    for (const Range& r : seen_) all = {std::min(all.low, r.low), std::max(all.high, r.high)};
    const bool first = state[0] == 0.0F && state[1] == 0.0F;
    const float keep = first ? 0.0F : momentum_;
    state[0] = keep * state[0] + (1.0F - keep) * all.low;
    state[1] = keep * state[1] + (1.0F - keep) * all.high;
    steps_ = steps_for({state[0], state[1]});
  }
  void prepare_frozen(const float*, const float* state) override {
    steps_ = steps_for({state[0], state[1]});
  }

  void forward(const Pass& p) const override { round(p, steps_); }
  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    each_line(p.x, [&](int s, int i, int n) {
      const float* x = p.x.line(s, i);
      const float* dy = p.dy.line(s, i);
      float* dx = p.dx.line(s, i);
      for (int j = 0; j < n; ++j) dx[j] = passes(x[j]) ? dy[j] : 0.0F;
    });
  }

  // The range travels to inference the way that batch norm's scale does.
  bool gives_scale() const override { return true; }
  void inference_scale(const float*, const float* state, float* scale,
                       float* shift) const override {
    std::fill_n(scale, in().c, state[0]);
    std::fill_n(shift, in().c, state[1]);
  }
  void infer(const Pass& p) const override {
    round(p, steps_for({p.parameters[0], p.parameters[in().c]}));
  }

  void lower(Lowering& to, const float* parameters, const float*, Activation) const override {
    const int low = to.constant("low", {1}, std::vector<float>{parameters[0]});
    const int high = to.constant("high", {1}, std::vector<float>{parameters[in().c]});
    to.add(kFakeQuant, {low, high}, to.shape());
  }

 private:
  bool is_given() const { return given_.low != 0.0F || given_.high != 0.0F; }
  Steps steps_for(Range range) const { return {range, halves_ == "stored"}; }
  bool passes(float x) const {
    return steps_.scale == 0.0F || (x >= steps_.range.low && x <= steps_.range.high);
  }
  template <typename F>
  void each_line(const View& v, const F& f) const {
    for (int s = 0; s < v.n; ++s) {
      for (int i = 0; i < in().h; ++i) f(s, i, in().w * in().c);
    }
  }
  void round(const Pass& p, const Steps& steps) const {
    each_line(p.x, [&](int s, int i, int n) {
      const float* x = p.x.line(s, i);
      float* y = p.y.line(s, i);
      for (int j = 0; j < n; ++j) y[j] = steps.scale == 0.0F ? x[j] : steps.rounded(x[j]);
    });
  }

  Range given_;
  float momentum_ = 0.99F;
  std::string halves_ = "zero_point";
  Steps steps_;
  std::vector<Range> seen_;  // by shard
};

}  // namespace

std::unique_ptr<Layer> make_fake_quantize() { return std::make_unique<FakeQuantize>(); }

}  // namespace tadpole
