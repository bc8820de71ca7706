// SPDX-License-Identifier: Apache-2.0
// A small network learns from a large one: the dense targets are the teacher's logits.
//   loss = alpha T^2 KL(softmax(teacher / T) || softmax(y / T)) + (1 - alpha) cross-entropy(labels)
// T softens both; T^2 keeps the gradients' size. Labels may be missing when alpha = 1. A final
// softmax layer is part of the loss. Class weights, smoothing and mixing act on the labels' part.
// Source: Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, arXiv:1503.02531.
#include <algorithm>
#include <cmath>

#include "core/nn/loss.h"

namespace tadpole {
namespace {

// log of the sum of exp(x / T)
double log_sum(const float* x, int n, double temperature) {
  const double top = static_cast<double>(*std::max_element(x, x + n)) / temperature;
  double sum = 0;
  for (int c = 0; c < n; ++c) sum += std::exp(static_cast<double>(x[c]) / temperature - top);
  return top + std::log(sum);
}

class Distillation final : public Loss {
 public:
  void describe(OptionSet& options) override {
    options
        .add("temperature", temperature_,
             {.help = "softens the answers of teacher and network", .min = 0.1, .max = 100})
        .add("alpha", alpha_,
             {.help = "share of the teacher; the rest is the labels'", .min = 0, .max = 1});
  }

  Outcome check(const LossFit& fit) const override {
    if (fit.values == 0) {
      return wrong_use(
          "distillation needs a teacher, the job has none; name a trained network, or take loss = "
          "\"softmax_cross_entropy\"");
    }
    if (fit.values != fit.outputs) {
      return wrong_use("the teacher gives " + std::to_string(fit.values) +
                       " values, the network's last layer " + std::to_string(fit.outputs) +
                       "; both must know the same classes");
    }
    if (fit.classes == 0 && alpha_ < 1.0) {
      return wrong_use("distillation with alpha=" + number_text(alpha_) +
                       " needs labels, the data has none; set alpha=1");
    }
    return fit.classes == 0 ? Done{} : check_one_output_per_class(fit);
  }
  std::string takes_logits_of(int) const override { return "softmax"; }

  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    TADPOLE_EXPECT(!batch.targets.values.empty());
    const int n = static_cast<int>(y.values());
    StepResult result;
    for (int s = 0; s < y.n; ++s) {
      const float* x = y.line(s, 0);
      float* g = gradient.line(s, 0);
      const float* teacher = batch.targets.values.data() + std::ptrdiff_t{first + s} * n;
      result.loss += soft(x, teacher, n, batch.n, g);
      if (batch.targets.labels.empty()) {
        result.correct += largest(x, n) == largest(teacher, n) ? 1 : 0;
        continue;
      }
      const LabelTarget target(batch, first + s);
      if (alpha_ < 1.0) result.loss += hard(x, n, target, batch.weight, g);
      result.correct += largest(x, n) == target.label ? 1 : 0;
    }
    return result;
  }

 private:
  double soft(const float* x, const float* teacher, int n, int samples, float* g) const {
    const double mine = log_sum(x, n, temperature_), its = log_sum(teacher, n, temperature_);
    const double scale = alpha_ * temperature_ / samples;
    double loss = 0;
    for (int c = 0; c < n; ++c) {
      const double log_p = static_cast<double>(x[c]) / temperature_ - mine;
      const double log_q = static_cast<double>(teacher[c]) / temperature_ - its;
      const double q = std::exp(log_q);
      if (q > 0) loss += q * (log_q - log_p);
      g[c] = static_cast<float>(scale * (std::exp(log_p) - q));
    }
    return scale * temperature_ * loss;
  }

  double hard(const float* x, int n, const LabelTarget& target, double total, float* g) const {
    const double sum = log_sum(x, n, 1.0), scale = (1.0 - alpha_) / total;
    double loss = 0, shares = 0;
    for (int c = 0; c < n; ++c) {
      const double share = target.share(c, n);
      shares += share;
      if (share != 0) loss += share * (sum - static_cast<double>(x[c]));
    }
    for (int c = 0; c < n; ++c) {
      const double p = std::exp(static_cast<double>(x[c]) - sum);
      g[c] += static_cast<float>(scale * (p * shares - target.share(c, n)));
    }
    return scale * loss;
  }

  double temperature_ = 4.0;
  double alpha_ = 0.5;
};

}  // namespace

std::unique_ptr<Loss> make_loss_distillation() { return std::make_unique<Distillation>(); }

}  // namespace tadpole
