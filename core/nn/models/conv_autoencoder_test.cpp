// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 9*16+16, 9*16*8+8, 9*8*16+16, 9*16+1.
TEST(ConvAutoencoder, gives_back_a_picture_of_the_same_shape) {
  const Model model = reference("conv_autoencoder", {28, 28, 1}, 0);
  EXPECT_EQ(model.parameters().size(), 160U + 1160 + 1168 + 145);
  EXPECT_EQ(model.layers().back().out, (std::array<int, 3>{28, 28, 1}));
  EXPECT_EQ(model.layers()[3].out, (std::array<int, 3>{7, 7, 8}));
}

TEST(ConvAutoencoder, sides_that_do_not_halve_twice_are_refused) {
  EXPECT_EQ(reference_model("conv_autoencoder", {49, 40, 1}, 0).error().message,
            "conv_autoencoder: input is 49x40x1, expected height and width in multiples of 4; "
            "resize it, or take 'autoencoder'");
}

}  // namespace
}  // namespace tadpole
