// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

// By hand: 3 * 5 = 15, doubled 30, times 15.
TEST(Multiply, the_named_layers_output_is_the_factor) {
  Model model = model_of({1, 1, 1},
                         {"dense units=1 use_bias=false name=first", "dense units=1 use_bias=false",
                          "multiply with=first"},
                         {3, 2});
  EXPECT_EQ(predict(model, {5}), (std::vector<float>{450}));
}

// The means of the channels are 2 and 20. Either side may be the single pixel.
TEST(Multiply, one_factor_per_channel_scales_the_whole_image) {
  Model gated = model_of({2, 1, 2},
                         {"depthwise_conv2d kernel=1x1 use_bias=false name=image",
                          "global_average_pool", "multiply with=image"},
                         {1, 1});
  EXPECT_EQ(predict(gated, {1, 10, 3, 30}), (std::vector<float>{2, 200, 6, 600}));
  Model turned = model_of(
      {2, 1, 2},
      {"depthwise_conv2d kernel=1x1 use_bias=false name=image", "global_average_pool name=means",
       "upsampling size=2x1", "multiply with=means", "multiply with=image"},
      {1, 1});
  EXPECT_EQ(predict(turned, {1, 10, 3, 30}), (std::vector<float>{4, 4000, 12, 12000}));
}

TEST(Multiply, it_lowers_to_its_operator_with_the_activation_that_follows) {
  const Graph graph =
      model_of({1, 1, 2}, {"dense units=2 name=a", "dense units=2", "multiply with=a", "relu"})
          .lower();
  ASSERT_EQ(graph.ops.size(), 3U);
  EXPECT_EQ(graph.ops[2].builtin, builtin::kMul);
  EXPECT_EQ(graph.ops[2].options.activation, Activation::relu);
}

TEST(Multiply, other_shapes_are_refused_with_both) {
  EXPECT_EQ(error_of({1, 1, 1}, {"dense units=3 name=a", "dense units=2", "multiply with=a"}),
            "layer 3 (multiply with=a): input is 1x1x2 and 'a' gives 1x1x3; both must have the "
            "same shape, or one of them one factor per channel of the other, 1x1xC");
}

TEST(Multiply, a_missing_name_is_said) {
  EXPECT_EQ(error_of({1, 1, 1}, {"dense units=3", "multiply"}),
            "layer 2 (multiply): with is missing; name an earlier layer, e.g. with=gate");
}

}  // namespace
}  // namespace tadpole
