// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 9*64+64, 9*64*64+64, 5*5*64*20+20, 20*10+10; multiplications: 26*26*9*64 + 11*11*9*64*64
// + 1600*20 + 200 = 4.9 million.
TEST(FashionCnn, has_69798_parameters_at_28x28) {
  const Model model = reference("fashion_cnn", {28, 28, 1}, 10);
  EXPECT_EQ(model.parameters().size(), 69798U);
  EXPECT_EQ(model.macs(), 676LL * 576 + 121LL * 36864 + 32000 + 200);
}

// The widths of Keras' tutorial: 9*32+32, 9*32*64+64 need two numbers, so both are the same here.
TEST(FashionCnn, filters_and_units_are_options) {
  EXPECT_EQ(reference("fashion_cnn filters=8 units=30", {28, 28, 1}, 10).parameters().size(),
            80U + 584 + 25 * 8 * 30 + 30 + 310);
}

}  // namespace
}  // namespace tadpole
