// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Reshape, the_same_values_under_another_shape) {
  Model model = model_of(
      {1, 1, 4},
      {"reshape shape=2x2x1", "conv2d filters=1 kernel=2x1 padding=valid use_bias=false"}, {1, 10});
  EXPECT_EQ(predict(model, {1, 2, 3, 4}), (std::vector<float>{31, 42}));
}

TEST(Reshape, another_number_of_values_is_refused_with_both_counts) {
  EXPECT_EQ(error_of({1, 1, 4}, {"reshape shape=3x2x1"}),
            "layer 1 (reshape shape=3x2x1): input is 1x1x4 (4 values), shape=3x2x1 needs 6; both "
            "must hold as many values");
}

TEST(Reshape, a_text_that_is_no_shape_is_refused) {
  EXPECT_EQ(error_of({1, 1, 4}, {"reshape shape=4"}),
            "layer 1 (reshape shape=4): shape = '4': expected height x width x channels, like "
            "shape=49x10x1");
}

}  // namespace
}  // namespace tadpole
