// SPDX-License-Identifier: Apache-2.0
// y = max(x, 0). Source: Nair, Hinton: Rectified Linear Units Improve Restricted Boltzmann
// Machines, 2010.
#include "core/nn/clamp_layer.h"

namespace tadpole {

std::unique_ptr<Layer> make_relu() {
  return std::make_unique<ClampLayer>(Activation::relu, lowered::kRelu);
}

}  // namespace tadpole
