// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 20*8*64+64, 10*4*64*64+64, 25*20*64*12+12: pooling rounds 49 up.
TEST(Conv, has_the_parameters_of_the_original) {
  EXPECT_EQ(reference("conv", {49, 40, 1}, 12).parameters().size(), 10304U + 163904 + 384012);
}

}  // namespace
}  // namespace tadpole
