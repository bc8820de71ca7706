// SPDX-License-Identifier: Apache-2.0
// Cross-entropy of sigmoid(logit) against targets of 0 to 1, each output for itself: one output for
// a yes/no question, many for labels that do not exclude each other, or pixels.
//   loss = mean of t * -log p + (1 - t) * -log(1 - p), p = 1 / (1 + exp(-y)).
// Labels: with one output it is the target itself, else class c wants 1 at its own output.
// Smoothing e moves targets to t (1 - e) + e / 2. A final sigmoid layer is part of the loss.
#include <cmath>

#include "core/nn/loss.h"
#include "core/nn/pointwise_loss.h"

namespace tadpole {
namespace {

// log(1 + exp(x)) without overflow.
double softplus(double x) { return std::log1p(std::exp(-std::fabs(x))) + (x > 0 ? x : 0.0); }

PointLoss cross_entropy(double x, double t) {
  return {t * softplus(-x) + (1.0 - t) * softplus(x), 1.0 / (1.0 + std::exp(-x)) - t};
}

class BinaryCrossEntropy final : public Loss {
 public:
  Outcome check(const LossFit& fit) const override {
    if (fit.values == 0 && fit.outputs == 1 && fit.classes == 2) return Done{};
    return Loss::check(fit);
  }
  std::string takes_logits_of(int) const override { return "sigmoid"; }

  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    const double e = static_cast<double>(batch.options.label_smoothing);
    StepResult result;
    if (!batch.targets.values.empty()) {
      result = pointwise_loss(batch, y, first, gradient, [e](double x, double t) {
        return cross_entropy(x, t * (1.0 - e) + 0.5 * e);
      });
    } else {
      result = of_labels(batch, y, first, gradient, e);
    }
    result.correct = 0;
    for (int s = 0; s < y.n; ++s) result.correct += right(batch, y, first, s) ? 1 : 0;
    return result;
  }

 private:
  // The two labels of a mixed sample count by their shares and their classes' weights.
  static StepResult of_labels(const LossBatch& batch, const View& y, int first,
                              const View& gradient, double e) {
    StepResult result;
    const int outputs = static_cast<int>(y.values());
    const double total = batch.weight * outputs;
    for (int s = 0; s < y.n; ++s) {
      const LabelTarget target(batch, first + s);
      const double a = target.part * target.weight(target.label);
      const double b = target.part < 1 ? (1.0 - target.part) * target.weight(target.other) : 0.0;
      const float* x = y.line(s, 0);
      float* g = gradient.line(s, 0);
      for (int i = 0; i < outputs; ++i) {
        const auto wanted = [&](int label) {
          return (outputs == 1 ? label : label == i ? 1 : 0) * (1.0 - e) + 0.5 * e;
        };
        const PointLoss one = cross_entropy(static_cast<double>(x[i]), wanted(target.label));
        const PointLoss two = cross_entropy(static_cast<double>(x[i]), wanted(target.other));
        result.loss += (a * one.value + b * two.value) / total;
        g[i] = static_cast<float>((a * one.slope + b * two.slope) / total);
      }
    }
    return result;
  }

  // One output: on the label's side of one half. More: the largest is the label's. Dense targets:
  // every output is on its side.
  static bool right(const LossBatch& batch, const View& y, int first, int s) {
    const int outputs = static_cast<int>(y.values());
    const float* x = y.line(s, 0);
    if (!batch.targets.labels.empty()) {
      const int label = batch.targets.labels[static_cast<std::size_t>(first + s)];
      return outputs == 1 ? (x[0] > 0) == (label == 1) : largest(x, outputs) == label;
    }
    const float* t = batch.targets.values.data() + std::ptrdiff_t{first + s} * outputs;
    for (int i = 0; i < outputs; ++i) {
      if ((x[i] > 0) != (t[i] > 0.5F)) return false;
    }
    return true;
  }
};

}  // namespace

std::unique_ptr<Loss> make_loss_binary_cross_entropy() {
  return std::make_unique<BinaryCrossEntropy>();
}

}  // namespace tadpole
