// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Lstm, return_sequences_gives_every_state_and_the_last_is_the_one_without) {
  Model last = model_of({5, 1, 2}, {"lstm units=3"});
  Model all = model_of({5, 1, 2}, {"lstm units=3 return_sequences=true"});
  const std::vector<float> x = random_values(10, 4);
  const std::vector<float> one = predict(last, x), five = predict(all, x);
  ASSERT_EQ(one.size(), 3U);
  ASSERT_EQ(five.size(), 15U);
  EXPECT_TRUE(std::equal(one.begin(), one.end(), five.end() - 3));
}

// What comes later cannot change what was before.
TEST(Lstm, a_state_depends_only_on_the_past) {
  Model model = model_of({4, 1, 1}, {"lstm units=2 return_sequences=true"});
  const std::vector<float> a = predict(model, {1, 2, 3, 4}), b = predict(model, {1, 2, 9, 9});
  EXPECT_TRUE(std::equal(a.begin(), a.begin() + 4, b.begin()));
  EXPECT_NE(a[4], b[4]);
}

// By formula, all kernels 0 and all biases b: i = f = o = s(b), g = tanh(b); after two steps c =
// f i g + i g, h = o tanh(c).
TEST(Lstm, two_steps_by_formula) {
  std::vector<float> parameters(4 + 4, 0.0F);
  parameters.resize(12, 0.5F);
  Model model = model_of({2, 1, 1}, {"lstm units=1"}, parameters);
  const double s = 1 / (1 + std::exp(-0.5)), g = std::tanh(0.5);
  EXPECT_NEAR(predict(model, {3, 4})[0], s * std::tanh(s * s * g + s * g), 1e-6);
}

TEST(Lstm, the_forget_gate_starts_open) {
  const Model model = model_of({2, 1, 3}, {"lstm units=2"});
  const std::span<const float> bias = model.parameters().subspan(8 * 3 + 8 * 2);
  EXPECT_EQ(std::vector<float>(bias.begin(), bias.end()),
            (std::vector<float>{0, 0, 1, 1, 0, 0, 0, 0}));
}

TEST(Lstm, a_picture_is_refused_with_the_shape_that_was_probably_meant) {
  EXPECT_EQ(error_of({49, 40, 1}, {"lstm units=4"}),
            "layer 1 (lstm units=4): input is 49x40x1, expected Tx1xC (time, 1, channels); put "
            "'reshape shape=49x1x40' before");
}

TEST(Lstm, a_missing_number_of_units_is_said) {
  EXPECT_EQ(error_of({4, 1, 1}, {"lstm"}),
            "layer 1 (lstm): units is missing; say how many, e.g. units=32");
}

TEST(Lstm, the_device_is_refused_with_what_to_take_instead) {
  EXPECT_EQ(check_runs_on_device(spec_of({4, 1, 1}, {"lstm units=2"})).error().message,
            "layer 1 (lstm units=2): the device has no operator with a memory from step to step; "
            "take 'conv1d' or 'depthwise_conv2d' over time, which see as much and cost less");
}

}  // namespace
}  // namespace tadpole
