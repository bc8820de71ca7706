// SPDX-License-Identifier: Apache-2.0
#include "core/nn/losses/softmax_cross_entropy.h"

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

struct Target {
  int label, other;
  double part;  // of the label; the rest is the other's
  std::span<const float> weights;
  double smoothing;
  double total_weight;
  double weight(int c) const {
    return weights.empty() ? 1.0 : static_cast<double>(weights[static_cast<std::size_t>(c)]);
  }
  double of(int c) const { return (c == label ? part : 0.0) + (c == other ? 1.0 - part : 0.0); }
  // Weighted share of class c in the target distribution.
  double share(int c, int classes) const {
    return weight(c) * (smoothing / classes + (1.0 - smoothing) * of(c));
  }
};

// d loss / d logit[c] = p[c] * (sum of all shares) - share[c]
double one_sample(const float* x, int classes, const Target& target, float* gradient) {
  const double top = static_cast<double>(*std::max_element(x, x + classes));
  double sum = 0, shares = 0, loss = 0;
  for (int c = 0; c < classes; ++c) sum += std::exp(static_cast<double>(x[c]) - top);
  const double log_sum = top + std::log(sum);
  for (int c = 0; c < classes; ++c) {
    const double share = target.share(c, classes);
    shares += share;
    if (share != 0) loss += share * (log_sum - static_cast<double>(x[c]));
  }
  for (int c = 0; c < classes; ++c) {
    const double p = std::exp(static_cast<double>(x[c]) - log_sum);
    gradient[c] = static_cast<float>((p * shares - target.share(c, classes)) / target.total_weight);
  }
  return loss / target.total_weight;
}

}  // namespace

double weight_sum(std::span<const int> labels, const StepOptions& options) {
  if (options.class_weights.empty()) return static_cast<double>(labels.size());
  const auto weight = [&](int label) {
    return static_cast<double>(options.class_weights[static_cast<std::size_t>(label)]);
  };
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double part = options.shares.empty() ? 1.0 : static_cast<double>(options.shares[i]);
    sum += part * weight(labels[i]);
    if (part < 1.0) sum += (1.0 - part) * weight(options.other_labels[i]);
  }
  return sum > 0 ? sum : 1.0;
}

StepResult softmax_cross_entropy(const View& logits, std::span<const int> labels,
                                 const StepOptions& options, double total_weight,
                                 const View& gradient, int first) {
  const int classes = static_cast<int>(logits.values());
  StepResult result;
  for (int s = 0; s < logits.n; ++s) {
    const int label = labels[static_cast<std::size_t>(s)];
    const float* x = logits.line(s, 0);
    Target target = {label,
                     label,
                     1.0,
                     options.class_weights,
                     static_cast<double>(options.label_smoothing),
                     total_weight};
    if (!options.shares.empty()) {
      const auto at = static_cast<std::size_t>(first + s);
      target.other = options.other_labels[at];
      target.part = static_cast<double>(options.shares[at]);
    }
    result.loss += one_sample(x, classes, target, gradient.line(s, 0));
    result.correct += std::max_element(x, x + classes) - x == label ? 1 : 0;
  }
  return result;
}

}  // namespace tadpole
