// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

// By hand: 1 writes 1 2 3 at place 0, 10 writes 10 20 30 at place 2.
TEST(Conv2dTranspose, every_pixel_writes_its_kernel_at_its_stride) {
  Model valid = model_of(
      {1, 2, 1}, {"conv2d_transpose filters=1 kernel=1x3 stride=1x2 padding=valid use_bias=false"},
      {1, 2, 3});
  EXPECT_EQ(predict(valid, {1, 10}), (std::vector<float>{1, 2, 13, 20, 30}));
  Model same = model_of(
      {1, 2, 1}, {"conv2d_transpose filters=1 kernel=1x3 stride=1x2 use_bias=false"}, {1, 2, 3});
  EXPECT_EQ(predict(same, {1, 10}), (std::vector<float>{1, 2, 13, 20}));
}

TEST(Conv2dTranspose, a_kernel_smaller_than_the_stride_leaves_gaps_of_the_bias) {
  Model model = model_of(
      {1, 2, 1}, {"conv2d_transpose filters=1 kernel=1x1 stride=1x2 padding=valid"}, {3, 0.5F});
  EXPECT_EQ(predict(model, {1, 2}), (std::vector<float>{3.5F, 0.5F, 6.5F, 0.5F}));
}

TEST(Conv2dTranspose, it_lowers_to_its_operator_and_an_activation_that_stands_alone) {
  const Graph graph = model_of({2, 2, 3}, {"conv2d_transpose filters=4 stride=2", "relu"}).lower();
  ASSERT_EQ(graph.ops.size(), 2U);
  EXPECT_EQ(graph.ops[0].builtin, builtin::kTransposeConv);
  EXPECT_EQ(graph.ops[1].builtin, builtin::kRelu);
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.ops[0].inputs[1])].shape,
            (std::vector<int>{4, 3, 3, 3}));
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.outputs[0])].shape,
            (std::vector<int>{1, 4, 4, 4}));
}

TEST(Conv2dTranspose, missing_filters_are_said) {
  EXPECT_EQ(error_of({2, 2, 1}, {"conv2d_transpose"}),
            "layer 1 (conv2d_transpose): filters is missing; say how many, e.g. filters=8");
}

TEST(Conv2dTranspose, an_output_beyond_bounds_is_refused) {
  const std::string message =
      error_of({4096, 4096, 1}, {"conv2d_transpose filters=1 stride=4096 kernel=1"});
  EXPECT_NE(message.find("holds more than 2^28 values"), std::string::npos) << message;
}

}  // namespace
}  // namespace tadpole
