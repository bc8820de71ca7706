// SPDX-License-Identifier: Apache-2.0
// Losses that are a mean over single values: |y - t| and its kin. Targets are dense values, or
// labels: then class c wants 1 at its own output and 0 elsewhere; a single output wants the
// label's number.
#pragma once
#include "core/nn/loss.h"

namespace tadpole {

// Of one value: the loss and its derivative by y.
struct PointLoss {
  double value = 0.0, slope = 0.0;
};

inline double weight_of_sample(const LabelTarget& t) {
  return t.part * t.weight(t.label) + (t.part < 1.0 ? (1.0 - t.part) * t.weight(t.other) : 0.0);
}

inline double wanted_of_label(const LabelTarget& t, int c, int outputs) {
  return outputs == 1 ? t.part * t.label + (1.0 - t.part) * t.other : t.smoothed(c, outputs);
}

// The largest output is where the largest target is; a single output rounds to the label.
inline bool points_at_target(const float* y, int outputs, const LossBatch& batch, int sample,
                             const float* values) {
  if (batch.targets.labels.empty()) return largest(y, outputs) == largest(values, outputs);
  const int label = batch.targets.labels[static_cast<std::size_t>(sample)];
  if (outputs > 1) return largest(y, outputs) == label;
  return y[0] > static_cast<float>(label) - 0.5F && y[0] <= static_cast<float>(label) + 0.5F;
}

// f(y, target) -> PointLoss. The mean is over samples (by their classes' weights) and values.
template <typename F>
StepResult pointwise_loss(const LossBatch& batch, const View& y, int first, const View& gradient,
                          const F& f) {
  StepResult result;
  const int outputs = static_cast<int>(y.values());
  const double total = batch.weight * outputs;
  const bool labelled = !batch.targets.labels.empty(), dense = !batch.targets.values.empty();
  for (int s = 0; s < y.n; ++s) {
    const float* a = y.line(s, 0);
    float* g = gradient.line(s, 0);
    const float* t = dense ? batch.targets.values.data() + std::ptrdiff_t{first + s} * outputs : a;
    double weight = 1.0;
    if (labelled) weight = weight_of_sample(LabelTarget(batch, first + s));
    for (int i = 0; i < outputs; ++i) {
      const double wanted = dense ? static_cast<double>(t[i])
                                  : wanted_of_label(LabelTarget(batch, first + s), i, outputs);
      const PointLoss one = f(static_cast<double>(a[i]), wanted);
      result.loss += weight * one.value / total;
      g[i] = static_cast<float>(weight * one.slope / total);
    }
    result.correct += points_at_target(a, outputs, batch, first + s, t) ? 1 : 0;
  }
  return result;
}

}  // namespace tadpole
