// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: 3x3 input 1..9, kernel 2x2 of ones, padding same puts the zeros below and to the right.
TEST(Conv2d, same_padding_puts_the_odd_zero_at_the_end) {
  Model model = model_of({3, 3, 1}, {"conv2d filters=1 kernel=2x2"}, {1, 1, 1, 1, 0.5F});
  const std::vector<float> expected = {12.5F, 16.5F, 9.5F, 24.5F, 28.5F, 15.5F, 15.5F, 17.5F, 9.5F};
  EXPECT_EQ(predict(model, {1, 2, 3, 4, 5, 6, 7, 8, 9}), expected);
}

// By hand: valid, stride 2: one window per corner.
TEST(Conv2d, valid_padding_takes_whole_windows_only) {
  Model model = model_of(
      {3, 3, 1}, {"conv2d filters=1 kernel=1x1 stride=2x2 padding=valid use_bias=false"}, {2});
  EXPECT_EQ(predict(model, {1, 2, 3, 4, 5, 6, 7, 8, 9}), (std::vector<float>{2, 6, 14, 18}));
}

TEST(Conv2d, a_window_larger_than_the_input_is_refused_with_both_sizes) {
  EXPECT_EQ(error_of({3, 2, 1}, {"conv2d filters=1 kernel=4x1 padding=valid"}),
            "layer 1 (conv2d filters=1 kernel=4x1 padding=valid): input is 3x2x1, the window of "
            "4x1 does not fit in it; "
            "take a smaller kernel or padding=same");
}

TEST(Conv2d, a_missing_number_of_filters_is_said) {
  EXPECT_EQ(error_of({3, 2, 1}, {"conv2d"}),
            "layer 1 (conv2d): filters is missing; say how many, e.g. filters=8");
}

TEST(Conv2d, a_misspelt_option_is_refused_with_the_right_one) {
  EXPECT_EQ(error_of({3, 2, 1}, {"conv2d filtres=8"}),
            "layer 1 (conv2d filtres=8): conv2d: unknown key 'filtres'; did you mean 'filters'?");
}

TEST(Conv2d, a_kernel_that_is_no_extent_is_refused) {
  EXPECT_EQ(error_of({3, 2, 1}, {"conv2d filters=1 kernel=3x"}),
            "layer 1 (conv2d filters=1 kernel=3x): kernel = '3x': expected height x width in "
            "pixels, 1 to 4096 each, "
            "like '3x3' or '3'");
  EXPECT_NE(error_of({3, 2, 1}, {"conv2d filters=1 kernel=1e300"}).find("expected height x width"),
            std::string::npos);
}

TEST(Conv2d, a_kernel_that_no_memory_holds_is_refused_with_its_sides) {
  EXPECT_EQ(error_of({49, 40, 64}, {"conv2d filters=65536 kernel=4096"}),
            "layer 1 (conv2d filters=65536 kernel=4096): a kernel of 4096x4096x64x65536 holds more "
            "than 2^28 values; take a smaller kernel or fewer outputs");
}

}  // namespace
}  // namespace tadpole
