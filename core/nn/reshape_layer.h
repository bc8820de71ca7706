// SPDX-License-Identifier: Apache-2.0
// The same values under another shape: the plan renames the tensor, no work is done.
#pragma once
#include "core/nn/layer.h"
#include "core/nn/lowering.h"

namespace tadpole {

class ReshapeLayer : public Layer {
 public:
  bool is_reshape() const override { return true; }
  void forward(const Pass&) const override {}  // never in the plan
  void backward(const Pass&) const override {}
  void lower(Lowering& to, const float*, const float*, Activation) const override {
    if (out().h == 1 && out().w == 1) {
      to.flat(out());
    } else {
      to.image(out());
    }
  }
};

}  // namespace tadpole
