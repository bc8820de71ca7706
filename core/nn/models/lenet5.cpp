// SPDX-License-Identifier: Apache-2.0
// The digits' classic, with rectifiers where the original had sigmoids. Source: LeCun et al.:
// Gradient-Based Learning Applied to Document Recognition, 1998.
#include "core/nn/reference_model.h"

namespace tadpole {
namespace {

class Lenet5 final : public ReferenceModel {
 public:
  Result<Lines> lines(const Shape&, int outputs) const override {
    Lines made = {"conv2d filters=6 kernel=5x5",
                  "relu",
                  "average_pool",
                  "conv2d filters=16 kernel=5x5 padding=valid",
                  "relu",
                  "average_pool",
                  "flatten",
                  "dense units=120",
                  "relu",
                  "dense units=84",
                  "relu"};
    append_classifier(made, outputs);
    return made;
  }
};

}  // namespace

std::unique_ptr<ReferenceModel> make_model_lenet5() { return std::make_unique<Lenet5>(); }

}  // namespace tadpole
