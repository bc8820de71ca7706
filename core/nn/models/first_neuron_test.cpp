// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

TEST(FirstNeuron, has_a_weight_and_a_bias) {
  EXPECT_EQ(reference("first_neuron", {1, 1, 1}, 1).parameters().size(), 2U);
}

}  // namespace
}  // namespace tadpole
