// SPDX-License-Identifier: Apache-2.0
#include "core/train/optimizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/tensor/kernels.h"

namespace tadpole {
namespace {

Outcome check(const OptimizerOptions& o) {
  const std::vector<std::string> kinds = {"adam", "sgd", "rmsprop"};
  if (std::find(kinds.begin(), kinds.end(), o.kind) == kinds.end()) {
    return wrong_use("there is no optimizer '" + o.kind + "'" + did_you_mean(o.kind, kinds) +
                     "; use adam, sgd or rmsprop");
  }
  const auto inside = [](double value) { return value >= 0.0 && value < 1.0; };
  if (!inside(o.momentum) || !inside(o.beta1) || !inside(o.beta2)) {
    return wrong_use(fmt::format(
        "momentum, beta1 and beta2 are {}, {} and {}; expected numbers from 0 to below 1",
        o.momentum, o.beta1, o.beta2));
  }
  if (!inside(o.rms_decay) || !inside(o.rms_momentum)) {
    return wrong_use(
        fmt::format("rms_decay and rms_momentum are {} and {}; expected numbers from 0 to below 1",
                    o.rms_decay, o.rms_momentum));
  }
  if (!(o.weight_decay >= 0.0) || !(o.epsilon > 0.0) || !(o.clip_norm >= 0.0)) {
    return wrong_use(
        fmt::format("weight_decay, epsilon and clip_norm are {}, {} and {}; expected none below 0, "
                    "epsilon above 0",
                    o.weight_decay, o.epsilon, o.clip_norm));
  }
  return Done{};
}

}  // namespace

Optimizer::Optimizer(const OptimizerOptions& options, std::span<const float> mask)
    : options_(options),
      mask_(mask),
      moments_(mask.size() * (options.kind == "sgd" ? 1 : 2), 0.0F) {}

Result<Optimizer> Optimizer::create(const OptimizerOptions& options, std::span<const float> mask) {
  TADPOLE_TRY(check(options));
  return Optimizer(options, mask);
}

void Optimizer::step(double learning_rate, std::span<const float> gradients,
                     std::span<float> parameters) {
  TADPOLE_EXPECT(gradients.size() == mask_.size() && parameters.size() == mask_.size());
  ++steps_;
  const float clip = clip_factor(gradients);
  if (options_.kind == "sgd")
    return sgd(static_cast<float>(learning_rate), clip, gradients, parameters);
  if (options_.kind == "rmsprop")
    return rmsprop(static_cast<float>(learning_rate), clip, gradients, parameters);
  adam(learning_rate, clip, gradients, parameters);
}

float Optimizer::clip_factor(std::span<const float> gradients) const {
  if (options_.clip_norm <= 0.0) return 1.0F;
  double squares = 0.0;
  for (const float g : gradients) squares += static_cast<double>(g) * static_cast<double>(g);
  const double factor = options_.clip_norm / (std::sqrt(squares) + 1e-6);
  return static_cast<float>(std::min(1.0, factor));
}

void Optimizer::sgd(float rate, float clip, std::span<const float> g, std::span<float> p) {
  const auto decay = static_cast<float>(options_.weight_decay);
  const auto momentum = static_cast<float>(options_.momentum);
  // The first velocity is the gradient itself: moments_ starts at 0.
  const float ahead = options_.nesterov ? 1.0F : 0.0F;
  const float kept = options_.nesterov ? momentum : 1.0F;
  float* v = moments_.data();
  for (std::size_t i = 0; i < p.size(); ++i) {
    const float d = clip * g[i] + decay * mask_[i] * p[i];
    v[i] = momentum * v[i] + d;
    p[i] -= rate * (ahead * d + kept * v[i]);
  }
}

void Optimizer::rmsprop(float rate, float clip, std::span<const float> g, std::span<float> p) {
  const auto kept = static_cast<float>(options_.rms_decay),
             fresh = static_cast<float>(1.0 - options_.rms_decay);
  const auto momentum = static_cast<float>(options_.rms_momentum);
  const auto epsilon = static_cast<float>(options_.epsilon);
  const auto decay = static_cast<float>(options_.weight_decay);
  float* squares = moments_.data();
  float* v = squares + p.size();
  for (std::size_t i = 0; i < p.size(); ++i) {
    const float d = clip * g[i] + decay * mask_[i] * p[i];
    squares[i] = kept * squares[i] + fresh * d * d;
    v[i] = momentum * v[i] + d / (std::sqrt(squares[i]) + epsilon);
    p[i] -= rate * v[i];
  }
}

void Optimizer::adam(double rate, float clip, std::span<const float> g, std::span<float> p) {
  const auto b1 = static_cast<float>(options_.beta1), b2 = static_cast<float>(options_.beta2);
  // In double: 1 - 0.999F is 5e-5 off.
  const auto c1 = static_cast<float>(1.0 - options_.beta1),
             c2 = static_cast<float>(1.0 - options_.beta2);
  const double t = static_cast<double>(steps_);
  const auto decay = static_cast<float>(options_.weight_decay);
  const AdamStep step = {
      .beta1 = b1,
      .beta2 = b2,
      .fresh1 = c1,
      .fresh2 = c2,
      .step_size = static_cast<float>(rate / (1.0 - std::pow(options_.beta1, t))),
      .root = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(options_.beta2, t))),
      .epsilon = static_cast<float>(options_.epsilon),
      .clip = clip,
      .shrink = options_.decoupled ? static_cast<float>(rate) * decay : 0.0F,
      .added = options_.decoupled ? 0.0F : decay};
  kernels().adam(step, p.size(), g.data(), mask_.data(), moments_.data(),
                 moments_.data() + p.size(), p.data());
}

}  // namespace tadpole
