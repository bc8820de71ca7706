// SPDX-License-Identifier: Apache-2.0
// Cross-entropy of softmax(logits) against labels, with class weights w and label smoothing e:
//   loss = sum over samples of [ (1-e) w[y] (-log p[y]) + e/K sum over c of w[c] (-log p[c]) ] /
//   sum of w[y].
// A mixed sample has two labels: its loss is the one for y by its share and the one for the other
// by the rest. Source: Szegedy et al.: Rethinking the Inception Architecture, arXiv:1512.00567,
// 2016 (smoothing). Zhang et al.: mixup, arXiv:1710.09412, 2018 (mixed samples).
#include <algorithm>
#include <cmath>

#include "core/nn/loss.h"

namespace tadpole {
namespace {

// d loss / d logit[c] = p[c] * (sum of all shares) - share[c]
double one_sample(const float* x, int classes, const LabelTarget& target, double total,
                  float* gradient) {
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
    gradient[c] = static_cast<float>((p * shares - target.share(c, classes)) / total);
  }
  return loss / total;
}

class SoftmaxCrossEntropy final : public Loss {
 public:
  Outcome check(const LossFit& fit) const override {
    if (fit.classes == 0) {
      return wrong_use(
          "softmax_cross_entropy needs labels, the data has none; take loss = \"mse\", or "
          "\"binary_cross_entropy\" for targets of 0 to 1");
    }
    return check_one_output_per_class(fit);
  }
  std::string takes_logits_of(int) const override { return "softmax"; }

  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    const int classes = static_cast<int>(y.values());
    StepResult result;
    for (int s = 0; s < y.n; ++s) {
      const float* x = y.line(s, 0);
      const LabelTarget target(batch, first + s);
      result.loss += one_sample(x, classes, target, batch.weight, gradient.line(s, 0));
      result.correct += largest(x, classes) == target.label ? 1 : 0;
    }
    return result;
  }
};

}  // namespace

std::unique_ptr<Loss> make_loss_softmax_cross_entropy() {
  return std::make_unique<SoftmaxCrossEntropy>();
}

}  // namespace tadpole
