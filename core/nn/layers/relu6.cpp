// SPDX-License-Identifier: Apache-2.0
// y = min(max(x, 0), 6): a range that fixed point likes. Source: Krizhevsky: Convolutional Deep
// Belief Networks, 2010.
#include "core/nn/clamp_layer.h"

namespace tadpole {

std::unique_ptr<Layer> make_relu6() {
  return std::make_unique<ClampLayer>(Activation::relu6, lowered::kRelu6);
}

}  // namespace tadpole
