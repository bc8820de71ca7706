// SPDX-License-Identifier: Apache-2.0
// Batch normalization per channel: y = gamma * (x - mean) / sqrt(variance + epsilon) + beta. In
// training mean and variance are those of the batch, in inference running averages of them
// (variance without bias). Parameters: gamma [c], beta [c]; state: running mean [c], running
// variance [c]. Source: Ioffe, Szegedy: Batch Normalization, arXiv:1502.03167, 2015; merging of
// partial variances: Chan, Golub, LeVeque: Algorithms for computing the sample variance, 1983.
#include <algorithm>
#include <cmath>

#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {
namespace {

// Running statistics of one shard.
struct Moments {
  double count = 0;
  std::vector<double> mean, spread;  // spread: sum of squared distances from the mean

  explicit Moments(std::size_t channels) : mean(channels), spread(channels) {}
  void clear() {
    count = 0;
    std::fill(mean.begin(), mean.end(), 0.0);
    std::fill(spread.begin(), spread.end(), 0.0);
  }
  void merge(double n, std::size_t c, double other_mean, double other_spread) {
    const double total = count + n;
    const double delta = other_mean - mean[c];
    mean[c] += delta * n / total;
    spread[c] += other_spread + delta * delta * count * n / total;
  }
};

class BatchNorm final : public Layer {
 public:
  void describe(OptionSet& options) override {
    options.add("epsilon", epsilon_, {.help = "added to the variance", .min = 1e-12, .max = 1});
    options.add(
        "momentum", momentum_,
        {.help = "share of the running average that stays at each step", .min = 0, .max = 1});
  }

  Outcome build(const Shape& in) override {
    set_shapes(in, in);
    add_parameters({.name = "gamma", .count = channels(), .start = ParameterBlock::Start::ones});
    add_parameters({.name = "beta", .count = channels()});
    set_state_count(2 * channels());
    for (std::vector<float>* v : {&mean_, &scale_, &shift_, &offset_, &slope_, &deviation_})
      v->assign(channels(), 0);
    return Done{};
  }

  bool can_fuse_activation() const override { return true; }
  bool is_cheap() const override { return true; }
  bool needs_batch() const override { return !frozen(); }
  bool backward_needs_input() const override { return !frozen(); }
  void initial_state(float* state) const override {
    std::fill_n(state, channels(), 0.0F);
    std::fill_n(state + channels(), channels(), 1.0F);
  }

  void reserve(std::size_t shards) override {
    moments_.assign(shards, Moments(channels()));
    sums_.assign(shards, std::vector<double>(2 * channels()));
  }

  void begin_batch() override {
    for (Moments& m : moments_) m.clear();
  }

  // Sums around the chunk's first pixel, so that a large mean costs no digits.
  void collect(const Pass& p) override {
    std::vector<double>& sums = sums_[p.shard];
    std::fill(sums.begin(), sums.end(), 0.0);
    const float* pivot = p.x.data;
    p.kernels->moments(p.x, pivot, sums.data(), sums.data() + channels());
    Moments& shard = moments_[p.shard];
    const double n = static_cast<double>(p.n) * in().h * in().w;
    for (std::size_t c = 0; c < channels(); ++c) {
      const double sum = sums[c];
      shard.merge(n, c, static_cast<double>(pivot[c]) + sum / n,
                  sums[channels() + c] - sum * sum / n);
    }
    shard.count += n;
  }

  void settle(const float* parameters, float* state) override {
    Moments all(channels());
    for (const Moments& shard : moments_) {
      if (shard.count == 0) continue;
      for (std::size_t c = 0; c < channels(); ++c)
        all.merge(shard.count, c, shard.mean[c], shard.spread[c]);
      all.count += shard.count;
    }
    count_ = all.count;
    for (std::size_t c = 0; c < channels(); ++c)
      settle_channel(c, all.mean[c], all.spread[c], parameters, state);
    for (std::vector<double>& sums : sums_) std::fill(sums.begin(), sums.end(), 0.0);
  }

  void prepare_frozen(const float* parameters, const float* state) override {
    inference_scale(parameters, state, scale_.data(), shift_.data());
  }

  void forward(const Pass& p) const override {
    p.kernels->scale_shift(p.x, scale_.data(), shift_.data(), p.lo, p.hi, p.y);
  }

  void collect_gradient(const Pass& p) override {
    double* sums = sums_[p.shard].data();
    p.kernels->norm_sums(p.x, p.dy, scale_.data(), shift_.data(), p.lo, p.hi, mean_.data(), sums,
                         sums + channels());
  }

  void settle_gradient(float* gradients) override {
    for (std::size_t c = 0; c < channels(); ++c) {
      double sum = 0, product = 0;
      for (const std::vector<double>& shard : sums_) {
        sum += shard[c];
        product += shard[channels() + c];
      }
      const double d = static_cast<double>(deviation_[c]);
      const double scale = static_cast<double>(scale_[c]);
      gradients[c] = static_cast<float>(product / d);
      gradients[channels() + c] = static_cast<float>(sum);
      offset_[c] = static_cast<float>(scale * sum / count_);
      slope_[c] = static_cast<float>(scale * product / (count_ * d * d));
    }
  }

  void backward(const Pass& p) const override {
    if (p.dx.data == nullptr) return;
    if (frozen()) {
      const std::vector<float>& none = deviation_;  // zeros: nothing settles them
      return p.kernels->scale_shift(p.dy, scale_.data(), none.data(), -kNoLimit, kNoLimit, p.dx);
    }
    p.kernels->norm_input(p.x, p.dy, scale_.data(), offset_.data(), slope_.data(), mean_.data(),
                          p.dx);
  }

  bool gives_scale() const override { return true; }
  void inference_scale(const float* parameters, const float* state, float* scale,
                       float* shift) const override {
    for (std::size_t c = 0; c < channels(); ++c) {
      scale[c] = parameters[c] / std::sqrt(state[channels() + c] + epsilon_);
      shift[c] = parameters[channels() + c] - state[c] * scale[c];
    }
  }
  // Parameters hold scale and shift.
  void infer(const Pass& p) const override {
    p.kernels->scale_shift(p.x, p.parameters, p.parameters + channels(), p.lo, p.hi, p.y);
  }

  // Standing alone it is a depthwise convolution by one pixel.
  void lower(Lowering& to, const float* parameters, const float*, Activation fused) const override {
    to.image(in());
    const int c = in().c;
    const int k =
        to.constant("scale", {1, 1, 1, c}, std::vector<float>(parameters, parameters + c));
    const int b = to.constant("shift", {c}, std::vector<float>(parameters + c, parameters + 2 * c));
    OpOptions options;
    options.padding = Padding::same;
    options.activation = fused;
    to.add(lowered::kDepthwiseConv2d, {k, b}, batch_of_one(out()), std::move(options));
  }

 private:
  std::size_t channels() const { return static_cast<std::size_t>(in().c); }

  void settle_channel(std::size_t c, double mean, double spread, const float* parameters,
                      float* state) {
    const double variance = spread / count_;
    const double deviation = std::sqrt(variance + static_cast<double>(epsilon_));
    const double scale = static_cast<double>(parameters[c]) / deviation;
    mean_[c] = static_cast<float>(mean);
    deviation_[c] = static_cast<float>(deviation);
    scale_[c] = static_cast<float>(scale);
    shift_[c] = static_cast<float>(static_cast<double>(parameters[channels() + c]) - mean * scale);
    const double unbiased = count_ > 1 ? spread / (count_ - 1) : variance;
    const auto keep = static_cast<double>(momentum_);
    state[c] = static_cast<float>(keep * static_cast<double>(state[c]) + (1 - keep) * mean);
    float& running = state[channels() + c];
    running = static_cast<float>(keep * static_cast<double>(running) + (1 - keep) * unbiased);
  }

  float epsilon_ = 0.001F;
  float momentum_ = 0.9F;
  double count_ = 0;
  std::vector<Moments> moments_;
  std::vector<std::vector<double>> sums_;
  std::vector<float> mean_, deviation_, scale_, shift_, offset_, slope_;
};

}  // namespace

std::unique_ptr<Layer> make_batch_norm() { return std::make_unique<BatchNorm>(); }

}  // namespace tadpole
