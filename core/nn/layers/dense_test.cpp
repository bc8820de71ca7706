// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: kernel [out][in] = {1 2 3; 4 5 6}, bias {10, 20}.
TEST(Dense, the_kernel_is_output_major) {
  Model model = model_of({1, 1, 3}, {"dense units=2"}, {1, 2, 3, 4, 5, 6, 10, 20});
  EXPECT_EQ(predict(model, {1, 0, -1}), (std::vector<float>{8, 18}));
}

// A convolution wants a frame of zeros around its output's gradient, on one pixel too: dense must
// write into it, not through it. By hand: the middle tap of the 3x3 kernel is all that counts.
TEST(Dense, hands_its_gradient_to_a_convolution_over_one_pixel) {
  std::vector<float> parameters(9, 0.0F);
  parameters[4] = 2, parameters.push_back(3);
  Model model = model_of(
      {1, 1, 1}, {"conv2d filters=1 kernel=3x3 use_bias=false", "dense units=1 use_bias=false"},
      parameters);
  std::vector<float> x, target;
  for (int part = 0; part < 8; ++part) {  // as many as there are shards: three samples in each
    x.insert(x.end(), {1, 1, 2});
    target.insert(target.end(), {5.5F, 4.5F, 9.0F});
  }
  model.reserve(24, nullptr);
  model.step_mse(x, target, 24, {});
  EXPECT_FLOAT_EQ(model.gradients()[4], 2.0F / 3 * (0.5F * 3 + 1.5F * 3 + 3 * 3 * 2));
}

TEST(Dense, an_image_is_refused_with_its_shape_and_the_way_out) {
  EXPECT_EQ(error_of({5, 4, 3}, {"dense units=2"}),
            "layer 1 (dense units=2): input is 5x4x3, expected 1x1xN; put a 'flatten' or a "
            "'global_average_pool' before");
}

TEST(Dense, a_missing_number_of_units_is_said) {
  EXPECT_EQ(error_of({1, 1, 3}, {"dense"}),
            "layer 1 (dense): units is missing; say how many, e.g. units=4");
}

TEST(Dense, a_kernel_that_no_memory_holds_is_refused_with_its_sides) {
  EXPECT_EQ(
      error_of({1, 1, 65536}, {"dense units=65536"}),
      "layer 1 (dense units=65536): a kernel of 65536x65536 holds more than 2^28 values; take "
      "a smaller kernel or fewer outputs");
}

}  // namespace
}  // namespace tadpole
