// SPDX-License-Identifier: Apache-2.0
// Mean absolute error: |y - target|. The slope at 0 is 0.
#include <cmath>

#include "core/nn/pointwise_loss.h"

namespace tadpole {
namespace {

class Mae final : public Loss {
 public:
  StepResult run(const LossBatch& batch, const View& y, int first,
                 const View& gradient) const override {
    return pointwise_loss(batch, y, first, gradient, [](double a, double t) {
      const double error = a - t;
      return PointLoss{std::fabs(error), error > 0 ? 1.0 : error < 0 ? -1.0 : error};
    });
  }
};

}  // namespace

std::unique_ptr<Loss> make_loss_mae() { return std::make_unique<Mae>(); }

}  // namespace tadpole
