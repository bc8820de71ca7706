// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: kernel [out][in] = {1 2 3; 4 5 6}, bias {10, 20}.
TEST(Dense, the_kernel_is_output_major) {
  Model model = model_of({1, 1, 3}, {"dense units=2"}, {1, 2, 3, 4, 5, 6, 10, 20});
  EXPECT_EQ(predict(model, {1, 0, -1}), (std::vector<float>{8, 18}));
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
