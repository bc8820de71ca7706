// SPDX-License-Identifier: Apache-2.0
// HxWxC becomes 1x1x(H*W*C), in memory order.
#include "core/nn/reshape_layer.h"

namespace tadpole {
namespace {

class Flatten final : public ReshapeLayer {
 public:
  Outcome build(const Shape& in) override {
    set_shapes(in, {1, 1, static_cast<int>(in.elements())});
    return Done{};
  }
};

}  // namespace

std::unique_ptr<Layer> make_flatten() { return std::make_unique<Flatten>(); }

}  // namespace tadpole
