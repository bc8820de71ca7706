// SPDX-License-Identifier: Apache-2.0
// Mean squared error: (y - target)^2.
#include "core/nn/pointwise_loss.h"

namespace tadpole {
namespace {

class Mse final : public Loss {
 public:
  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    return pointwise_loss(batch, y, first, gradient, [](double a, double t) {
      const double error = a - t;
      return PointLoss{error * error, 2.0 * error};
    });
  }
};

}  // namespace

std::unique_ptr<Loss> make_loss_mse() { return std::make_unique<Mse>(); }

}  // namespace tadpole
