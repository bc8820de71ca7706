// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By hand: dense doubles, add brings the input of the relu back: 2x + x.
TEST(Add, the_named_layers_output_is_added) {
  Model model = model_of(
      {1, 1, 1},
      {"dense units=1 use_bias=false name=first", "dense units=1 use_bias=false", "add from=first"},
      {3, 2});
  EXPECT_EQ(predict(model, {5}), (std::vector<float>{45}));
}

// The gradient of w1 in w2*w1*x + w1*x is (w2 + 1) x; the loss (y - t)^2 at t = 44 has slope 2.
TEST(Add, gradients_of_both_ways_are_summed) {
  Model model = model_of(
      {1, 1, 1},
      {"dense units=1 use_bias=false name=first", "dense units=1 use_bias=false", "add from=first"},
      {3, 2});
  model.reserve(1, nullptr);
  model.step_mse(std::vector<float>{5}, std::vector<float>{44}, 1, {});
  EXPECT_FLOAT_EQ(model.gradients()[0], 2 * 3 * 5);
  EXPECT_FLOAT_EQ(model.gradients()[1], 2 * 15);
}

TEST(Add, an_unknown_name_is_refused_with_the_one_that_was_meant) {
  EXPECT_EQ(error_of({1, 1, 1}, {"dense units=1 name=first", "add from=frist"}),
            "layer 2 (add from=frist): no earlier layer is named 'frist' (did you mean 'first'?); "
            "earlier layers: first");
}

TEST(Add, different_shapes_are_refused_with_both) {
  EXPECT_EQ(
      error_of({1, 1, 1}, {"dense units=3 name=a", "dense units=2", "add from=a"}),
      "layer 3 (add from=a): input is 1x1x2 and 'a' gives 1x1x3; both must have the same shape");
}

TEST(Add, a_missing_name_is_said) {
  EXPECT_EQ(error_of({1, 1, 1}, {"dense units=3", "add"}),
            "layer 2 (add): from is missing; name an earlier layer, e.g. from=block1");
}

}  // namespace
}  // namespace tadpole
