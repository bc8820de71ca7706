// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: 3 wide, window 2, stride 2, same: the last window holds one pixel and divides by one.
TEST(AveragePool, the_border_divides_by_the_pixels_that_exist) {
  Model model = model_of({1, 3, 1},
                         {"average_pool kernel=1x2 stride=1x2 padding=same",
                          "depthwise_conv2d kernel=1x1 use_bias=false"},
                         {1});
  EXPECT_EQ(predict(model, {1, 3, 8}), (std::vector<float>{2, 8}));
}

}  // namespace
}  // namespace tadpole
