// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(MaxPool, the_largest_of_each_window) {
  Model model =
      model_of({2, 4, 1}, {"max_pool", "depthwise_conv2d kernel=1x1 use_bias=false"}, {1});
  EXPECT_EQ(predict(model, {1, 2, -5, -6, 4, 3, -7, -8}), (std::vector<float>{4, -5}));
}

// By hand: equal values: the gradient of the kernel sees the value once, and only the first pixel
// carries it back.
TEST(MaxPool, negative_images_do_not_meet_a_zero_from_the_padding) {
  Model model = model_of(
      {1, 3, 1},
      {"max_pool kernel=1x3 stride=1x1 padding=same", "depthwise_conv2d kernel=1x1 use_bias=false"},
      {1});
  EXPECT_EQ(predict(model, {-1, -2, -3}), (std::vector<float>{-1, -1, -2}));
}

}  // namespace
}  // namespace tadpole
