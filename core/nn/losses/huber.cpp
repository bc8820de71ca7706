// SPDX-License-Identifier: Apache-2.0
// Huber's loss: half the squared error near the target, a straight line from |error| = delta on.
// Source: Huber: Robust Estimation of a Location Parameter, 1964; scaled as in PyTorch and Keras.
#include <algorithm>
#include <cmath>

#include "core/nn/pointwise_loss.h"

namespace tadpole {
namespace {

class Huber final : public Loss {
 public:
  void describe(OptionSet& options) override {
    options.add(
        "delta", delta_,
        {.help = "error from which on the loss grows only straight", .min = 1e-6, .max = 1e6});
  }

  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    return pointwise_loss(batch, y, first, gradient, [d = delta_](double a, double t) {
      const double error = a - t, size = std::fabs(error);
      if (size <= d) return PointLoss{0.5 * error * error, error};
      return PointLoss{d * (size - 0.5 * d), std::isnan(error) ? error : std::copysign(d, error)};
    });
  }

 private:
  double delta_ = 1.0;
};

}  // namespace

std::unique_ptr<Loss> make_loss_huber() { return std::make_unique<Huber>(); }

}  // namespace tadpole
