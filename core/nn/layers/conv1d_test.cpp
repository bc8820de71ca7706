// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: the kernel {1, 10} over 1 2 3 4 and its stride of 2.
TEST(Conv1d, the_window_slides_over_time) {
  const std::string line = "conv1d filters=1 kernel=2 padding=valid use_bias=false";
  Model model = model_of({4, 1, 1}, {line}, {1, 10});
  EXPECT_EQ(predict(model, {1, 2, 3, 4}), (std::vector<float>{21, 32, 43}));
  Model strided = model_of({4, 1, 1}, {line + " stride=2"}, {1, 10});
  EXPECT_EQ(predict(strided, {1, 2, 3, 4}), (std::vector<float>{21, 43}));
}

// By hand: one filter over two channels: 1 * a + 2 * b.
TEST(Conv1d, channels_are_summed) {
  Model model = model_of({2, 1, 2}, {"conv1d filters=1 kernel=1 use_bias=false"}, {1, 2});
  EXPECT_EQ(predict(model, {1, 10, 3, 5}), (std::vector<float>{21, 13}));
}

TEST(Conv1d, it_is_a_conv_2d_on_the_device) {
  const Graph graph = model_of({8, 1, 3}, {"conv1d filters=4 kernel=3", "relu"}).lower();
  ASSERT_EQ(graph.ops.size(), 1U);
  EXPECT_EQ(graph.ops[0].builtin, 3);
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.ops[0].inputs[1])].shape,
            (std::vector<int>{4, 3, 1, 3}));
}

TEST(Conv1d, a_picture_is_refused_with_the_shape_that_was_probably_meant) {
  EXPECT_EQ(error_of({49, 40, 1}, {"conv1d filters=4"}),
            "layer 1 (conv1d filters=4): input is 49x40x1, expected Tx1xC (time, 1, channels); put "
            "'reshape shape=49x1x40' before");
}

TEST(Conv1d, a_window_longer_than_the_input_is_refused_with_both) {
  EXPECT_EQ(error_of({4, 1, 1}, {"conv1d filters=1 kernel=5 padding=valid"}),
            "layer 1 (conv1d filters=1 kernel=5 padding=valid): input is 4x1x1, the window of 5x1 "
            "does not fit in it; take a smaller kernel or padding=same");
}

}  // namespace
}  // namespace tadpole
