// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: two channels, multiplier 2: outputs are c0*1, c0*2, c1*3, c1*4.
TEST(DepthwiseConv2d, the_multiplier_gives_each_channel_filters_of_its_own) {
  Model model = model_of(
      {1, 1, 2}, {"depthwise_conv2d kernel=1x1 depth_multiplier=2 use_bias=false"}, {1, 2, 3, 4});
  EXPECT_EQ(predict(model, {10, 100}), (std::vector<float>{10, 20, 300, 400}));
}

// By hand: a 3x3 kernel of ones counts the neighbours of a 3x3 image of ones.
TEST(DepthwiseConv2d, the_border_sees_zeros) {
  Model model = model_of({3, 3, 1}, {"depthwise_conv2d kernel=3x3 use_bias=false"},
                         std::vector<float>(9, 1.0F));
  EXPECT_EQ(predict(model, std::vector<float>(9, 1.0F)),
            (std::vector<float>{4, 6, 4, 6, 9, 6, 4, 6, 4}));
}

TEST(DepthwiseConv2d, a_multiplier_of_zero_is_refused_with_the_range) {
  EXPECT_NE(error_of({3, 3, 1}, {"depthwise_conv2d depth_multiplier=0"}).find("1 to 1024"),
            std::string::npos);
}

// 2^28 channels times 1024 is more than an int holds.
TEST(DepthwiseConv2d, a_kernel_that_no_memory_holds_is_refused_with_its_sides) {
  EXPECT_EQ(
      error_of({64, 2048, 2048}, {"flatten", "depthwise_conv2d kernel=1 depth_multiplier=1024"}),
      "layer 2 (depthwise_conv2d depth_multiplier=1024 kernel=1): a kernel of "
      "1x1x268435456x1024 holds more than 2^28 values; take a smaller kernel or fewer outputs");
}

}  // namespace
}  // namespace tadpole
