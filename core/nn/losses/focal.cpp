// SPDX-License-Identifier: Apache-2.0
// Focal loss: cross-entropy in which samples that are right already count little.
//   several outputs: -w[y] (1 - p[y])^gamma log p[y], p = softmax; w: the class weights
//   one output:      the same with p = sigmoid, class 1 weighted by alpha, class 0 by 1 - alpha
// gamma = 0 is the plain cross-entropy. A final softmax (sigmoid for one output) is part of it.
// Source: Lin et al.: Focal Loss for Dense Object Detection, arXiv:1708.02002, 2017.
#include <algorithm>
#include <cmath>

#include "core/nn/loss.h"

namespace tadpole {
namespace {

class Focal final : public Loss {
 public:
  void describe(OptionSet& options) override {
    options
        .add("gamma", gamma_,
             {.help = "how fast easy samples lose their weight; 0: plain cross-entropy",
              .min = 0,
              .max = 10})
        .add("alpha", alpha_,
             {.help = "one output: weight of class 1, of class 0 the rest; 0: both count 1",
              .min = 0,
              .max = 0.999});
  }

  Outcome check(const LossFit& fit) const override {
    if (fit.classes == 0) {
      return wrong_use("focal needs labels, the data has none; take loss = \"mse\" or \"huber\"");
    }
    if (fit.outputs == 1 && fit.classes == 2) return Done{};
    if (alpha_ > 0 && fit.outputs > 1) {
      return wrong_use("focal: alpha is for a network with one output, this one has " +
                       std::to_string(fit.outputs) +
                       "; leave it out and take class_weights = \"balanced\"");
    }
    return check_one_output_per_class(fit);
  }
  std::string takes_logits_of(int outputs) const override {
    return outputs == 1 ? "sigmoid" : "softmax";
  }

  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    const int outputs = static_cast<int>(y.values());
    StepResult result;
    for (int s = 0; s < y.n; ++s) {
      const LabelTarget target(batch, first + s);
      const float* x = y.line(s, 0);
      float* g = gradient.line(s, 0);
      result.loss += outputs == 1 ? binary(x[0], target, batch.weight, g)
                                  : classes(x, outputs, target, batch.weight, g);
      const int answer = outputs == 1 ? (x[0] > 0 ? 1 : 0) : largest(x, outputs);
      result.correct += answer == target.label ? 1 : 0;
    }
    return result;
  }

 private:
  // f(p) = -(1-p)^gamma log p, and p f'(p), from log p.
  struct Term {
    double value, slope;
  };
  Term term(double log_p) const {
    const double p = std::exp(log_p), rest = -std::expm1(log_p);
    const double power = gamma_ == 0 ? 1.0 : std::pow(rest, gamma_);
    const double turn = rest > 0 ? gamma_ * p * log_p * power / rest : 0.0;
    return {-power * log_p, turn - power};
  }

  // L = sum over c of share[c] f(p[c]): dL/dx[k] = share[k] s[k] - p[k] sum over c of share[c]
  // s[c], with s = p f'(p).
  double classes(const float* x, int n, const LabelTarget& target, double total, float* g) const {
    const double top = static_cast<double>(*std::max_element(x, x + n));
    double sum = 0, loss = 0, slopes = 0;
    for (int c = 0; c < n; ++c) sum += std::exp(static_cast<double>(x[c]) - top);
    const double log_sum = top + std::log(sum);
    for (int c = 0; c < n; ++c) {
      const double share = target.share(c, n);
      if (share == 0) continue;
      const Term t = term(static_cast<double>(x[c]) - log_sum);
      loss += share * t.value;
      slopes += share * t.slope;
    }
    for (int c = 0; c < n; ++c) {
      const double log_p = static_cast<double>(x[c]) - log_sum;
      const double share = target.share(c, n);
      const double own = share == 0 ? 0.0 : share * term(log_p).slope;
      g[c] = static_cast<float>((own - std::exp(log_p) * slopes) / total);
    }
    return loss / total;
  }

  // The sigmoid is a softmax over the logits 0 and x.
  double binary(float x, const LabelTarget& target, double total, float* g) const {
    const auto logit = static_cast<double>(x);
    const double log_sum = std::log1p(std::exp(-std::fabs(logit))) + std::max(logit, 0.0);
    const double p = std::exp(logit - log_sum);
    double loss = 0, gradient = 0;
    for (int c = 0; c < 2; ++c) {
      const double side = alpha_ == 0 ? 1.0 : c == 1 ? alpha_ : 1.0 - alpha_;
      const double share = side * target.share(c, 2);
      if (share == 0) continue;
      const Term t = term(c == 1 ? logit - log_sum : -log_sum);
      loss += share * t.value;
      gradient += share * t.slope * (c == 1 ? 1.0 - p : -p);
    }
    *g = static_cast<float>(gradient / total);
    return loss / total;
  }

  double gamma_ = 2.0;
  double alpha_ = 0.0;
};

}  // namespace

std::unique_ptr<Loss> make_loss_focal() { return std::make_unique<Focal>(); }

}  // namespace tadpole
