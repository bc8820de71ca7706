// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: {1, 3} has mean 2 and variance 1, {5, 5} mean 5 and variance 0; gamma {2, 1}, beta {0,
// 7}.
TEST(LayerNorm, every_pixel_is_normalized_over_its_channels) {
  Model model = model_of({2, 1, 2}, {"layer_norm epsilon=1e-12"}, {2, 1, 0, 7});
  const std::vector<float> y = predict(model, {1, 3, 5, 5});
  EXPECT_NEAR(y[0], -2.0F, 1e-5F);
  EXPECT_NEAR(y[1], 8.0F, 1e-5F);
  EXPECT_NEAR(y[2], 0.0F, 1e-5F);
  EXPECT_NEAR(y[3], 7.0F, 1e-5F);
}

TEST(LayerNorm, a_following_relu_melts_into_it) {
  Model model = model_of({1, 1, 2}, {"layer_norm", "relu"});
  EXPECT_EQ(predict(model, {1, 3})[0], 0.0F);
}

TEST(LayerNorm, a_single_channel_is_refused) {
  EXPECT_EQ(error_of({4, 4, 1}, {"layer_norm"}),
            "layer 1 (layer_norm): input is 4x4x1, expected at least 2 channels, over which it "
            "takes mean and variance");
}

TEST(LayerNorm, the_device_is_refused_with_what_to_take_instead) {
  EXPECT_EQ(check_runs_on_device(spec_of({1, 1, 2}, {"layer_norm"})).error().message,
            "layer 1 (layer_norm): the device has no operator for it; take 'batch_norm', which "
            "costs nothing there");
}

}  // namespace
}  // namespace tadpole
