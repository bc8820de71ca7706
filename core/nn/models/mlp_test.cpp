// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 784*128+128 and 128*10+10.
TEST(Mlp, has_one_hidden_layer_of_128) {
  EXPECT_EQ(reference("mlp", {28, 28, 1}, 10).parameters().size(), 101770U);
}

TEST(Mlp, depth_and_width_are_options) {
  const Model model = reference("mlp units=20 depth=3 dropout=0.2", {1, 1, 5}, 4);
  EXPECT_EQ(model.parameters().size(), 5U * 20 + 20 + 2 * (400 + 20) + 80 + 4);
  EXPECT_EQ(model.layers()[3].text, "dropout rate=0.2");
}

}  // namespace
}  // namespace tadpole
