// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: conv 10*8*8 + 8, dense 25*20*8*4 + 4: TensorFlow's micro_speech model holds as many.
TEST(TinyConv, has_16652_parameters_at_49x40_and_4_classes) {
  EXPECT_EQ(reference("tiny_conv", {49, 40, 1}, 4).parameters().size(), 16652U);
}

}  // namespace
}  // namespace tadpole
