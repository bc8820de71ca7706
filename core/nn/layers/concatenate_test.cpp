// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(Concatenate, the_named_layers_channels_follow_the_inputs) {
  Model model = model_of({1, 2, 1},
                         {"conv2d filters=2 kernel=1x1 use_bias=false name=two",
                          "conv2d filters=1 kernel=1x1 use_bias=false", "concatenate with=two"},
                         {10, 100, 1, 1});
  EXPECT_EQ(predict(model, {1, 2}), (std::vector<float>{110, 10, 100, 220, 20, 200}));
}

// y = (w2 * w1 * x, w1 * x): the gradient of w1 at y - t = (1, 1), a mean over two values, is
// (w2 + 1) x.
TEST(Concatenate, gradients_go_both_ways) {
  Model model = model_of({1, 1, 1},
                         {"dense units=1 use_bias=false name=first", "dense units=1 use_bias=false",
                          "concatenate with=first"},
                         {3, 2});
  model.reserve(1, nullptr);
  model.step_mse(std::vector<float>{5}, std::vector<float>{29, 14}, 1, {});
  EXPECT_FLOAT_EQ(model.gradients()[0], 3 * 5);
  EXPECT_FLOAT_EQ(model.gradients()[1], 15);
}

TEST(Concatenate, it_lowers_to_its_operator_on_the_last_axis) {
  const Graph flat =
      model_of({1, 1, 2}, {"dense units=2 name=a", "dense units=3", "concatenate with=a"}).lower();
  EXPECT_EQ(flat.ops[2].builtin, builtin::kConcatenation);
  EXPECT_EQ(flat.ops[2].options.axis, 1);
  const Graph image =
      model_of({2, 2, 2}, {"conv2d filters=2 name=a", "conv2d filters=3", "concatenate with=a"})
          .lower();
  EXPECT_EQ(image.ops[2].options.axis, 3);
}

TEST(Concatenate, images_of_different_size_are_refused_with_both) {
  EXPECT_EQ(error_of({4, 4, 1}, {"conv2d filters=2 name=a", "conv2d filters=3 stride=2",
                                 "concatenate with=a"}),
            "layer 3 (concatenate with=a): input is 2x2x3 and 'a' gives 4x4x2; both must have the "
            "same height and width");
}

TEST(Concatenate, a_missing_name_is_said) {
  EXPECT_EQ(error_of({1, 1, 1}, {"dense units=3", "concatenate"}),
            "layer 2 (concatenate): with is missing; name an earlier layer, e.g. with=block1");
}

}  // namespace
}  // namespace tadpole
