// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By formula: -1 to 127/128 in 255 steps of 1/128, the zero point is 0.
const char* const kUnit = "fake_quantize low=-1 high=0.9921875";

TEST(FakeQuantize, values_become_the_nearest_step_inside_the_range) {
  Model model =
      model_of({1, 1, 4}, {"depthwise_conv2d kernel=1x1 use_bias=false", kUnit}, {1, 1, 1, 1});
  EXPECT_EQ(predict(model, {0.3F, 2.0F, -3.0F, -0.3F}),
            (std::vector<float>{38.0F / 128, 127.0F / 128, -1.0F, -38.0F / 128}));
}

// By hand: -1 to 1.55 in steps of 0.01, the zero point is -28. 0.095 is stored as -18.5: away from
// the zero point -18, away from 0 -19.
TEST(FakeQuantize, halves_go_away_from_the_zero_point_or_as_pools_round_from_the_stored_zero) {
  const auto rounded = [](const std::string& more) {
    Model model = model_of(
        {1, 1, 1}, {"dense units=1 use_bias=false", "fake_quantize low=-1 high=1.55" + more}, {1});
    return predict(model, {0.095F})[0];
  };
  EXPECT_FLOAT_EQ(rounded(" halves=stored"), 0.09F);
  EXPECT_NEAR(rounded(""), 0.095F, 0.005001F);  // which of the two hangs on a last bit
}

TEST(FakeQuantize, nothing_is_rounded_before_a_range_was_seen) {
  Model model = model_of({1, 1, 1}, {"dense units=1 use_bias=false", "fake_quantize"}, {1});
  EXPECT_EQ(predict(model, {0.3F}), (std::vector<float>{0.3F}));
}

// By hand: the first batch sets the range, 0 belongs to it; the second moves it by a tenth.
TEST(FakeQuantize, the_range_follows_the_extremes_of_the_batches) {
  Model model =
      model_of({1, 1, 1}, {"dense units=1 use_bias=false", "fake_quantize momentum=0.9"}, {1});
  model.reserve(2, nullptr);
  const std::vector<float> target = {0, 0};
  model.step_mse(std::vector<float>{1, 3}, target, 2, {});
  EXPECT_FLOAT_EQ(model.state()[0], 0.0F);
  EXPECT_FLOAT_EQ(model.state()[1], 3.0F);
  model.step_mse(std::vector<float>{-2, 5}, target, 2, {});
  EXPECT_FLOAT_EQ(model.state()[0], -0.2F);
  EXPECT_FLOAT_EQ(model.state()[1], 3.2F);
}

// By hand: loss = (y0^2 + y1^2) / 2 with y0 = 64/128 from x = 0.5 and y1 clipped: only the first
// sample moves the weight, by y0 * x0 * slope 1.
TEST(FakeQuantize, the_gradient_goes_straight_through_inside_the_range_and_ends_outside) {
  Model model = model_of({1, 1, 1}, {"dense units=1 use_bias=false", kUnit}, {1});
  model.reserve(2, nullptr);
  model.step_mse(std::vector<float>{0.5F, 4.0F}, std::vector<float>{0, 0}, 2, {});
  EXPECT_FLOAT_EQ(model.gradients()[0], 0.5F * 0.5F);
}

TEST(FakeQuantize, lowered_it_names_the_range_that_it_learnt) {
  Model model = model_of({1, 1, 2}, {"dense units=2", "fake_quantize", "softmax"});
  model.state()[0] = -1.5F, model.state()[1] = 2.5F;
  const Graph graph = model.lower();
  ASSERT_EQ(graph.ops.size(), 3U);
  EXPECT_EQ(graph.ops[1].builtin, 80);
  float range[2] = {};
  for (std::size_t i = 0; i < 2; ++i) {
    const int constant = graph.ops[1].inputs[1 + i];
    std::memcpy(&range[i], graph.tensors[static_cast<std::size_t>(constant)].data.data(), 4);
  }
  EXPECT_EQ(range[0], -1.5F);
  EXPECT_EQ(range[1], 2.5F);
}

}  // namespace
}  // namespace tadpole
