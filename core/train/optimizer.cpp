// SPDX-License-Identifier: Apache-2.0
#include "core/train/optimizer.h"

#include <cmath>

namespace tadpole {

Optimizer::Optimizer(const OptimizerOptions& options, std::span<const float> mask)
    : options_(options), mask_(mask), moments_(mask.size() * (options.kind == "adam" ? 2 : 1), 0.0F) {}

Result<Optimizer> Optimizer::create(const OptimizerOptions& o, std::span<const float> mask) {
  if (o.kind != "adam" && o.kind != "sgd") return wrong_use("there is no optimizer '" + o.kind + "'; use adam or sgd");
  return Optimizer(o, mask);
}

void Optimizer::step(double learning_rate, std::span<const float> g, std::span<float> p) {
  TADPOLE_EXPECT(g.size() == mask_.size() && p.size() == mask_.size());
  ++steps_;
  const auto rate = static_cast<float>(learning_rate);
  const auto decay = static_cast<float>(options_.weight_decay);
  if (options_.kind == "sgd") {
    const auto momentum = static_cast<float>(options_.momentum);
    const bool first = steps_ == 1;
    for (std::size_t i = 0; i < p.size(); ++i) {
      const float d = g[i] + decay * mask_[i] * p[i];
      moments_[i] = first ? d : momentum * moments_[i] + d;
      p[i] -= rate * (options_.nesterov ? d + momentum * moments_[i] : moments_[i]);
    }
    return;
  }
  const auto b1 = static_cast<float>(options_.beta1), b2 = static_cast<float>(options_.beta2);
  const double t = static_cast<double>(steps_);
  const auto step_size = static_cast<float>(learning_rate / (1.0 - std::pow(options_.beta1, t)));
  const auto root = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(options_.beta2, t)));
  const auto epsilon = static_cast<float>(options_.epsilon);
  const float shrink = options_.decoupled ? rate * decay : 0.0F;
  const float added = options_.decoupled ? 0.0F : decay;
  float* m = moments_.data();
  float* v = m + p.size();
  for (std::size_t i = 0; i < p.size(); ++i) {
    const float d = g[i] + added * mask_[i] * p[i];
    m[i] = b1 * m[i] + (1.0F - b1) * d;
    v[i] = b2 * v[i] + (1.0F - b2) * d * d;
    p[i] -= shrink * mask_[i] * p[i] + step_size * m[i] / (std::sqrt(v[i]) * root + epsilon);
  }
}

}  // namespace tadpole
