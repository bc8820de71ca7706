// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Gru, return_sequences_gives_every_state_and_the_last_is_the_one_without) {
  Model last = model_of({5, 1, 2}, {"gru units=3"});
  Model all = model_of({5, 1, 2}, {"gru units=3 return_sequences=true"});
  const std::vector<float> x = random_values(10, 4);
  const std::vector<float> one = predict(last, x), five = predict(all, x);
  ASSERT_EQ(one.size(), 3U);
  ASSERT_EQ(five.size(), 15U);
  EXPECT_TRUE(std::equal(one.begin(), one.end(), five.end() - 3));
}

// What comes later cannot change what was before.
TEST(Gru, a_state_depends_only_on_the_past) {
  Model model = model_of({4, 1, 1}, {"gru units=2 return_sequences=true"});
  const std::vector<float> a = predict(model, {1, 2, 3, 4}), b = predict(model, {1, 2, 9, 9});
  EXPECT_TRUE(std::equal(a.begin(), a.begin() + 4, b.begin()));
  EXPECT_NE(a[4], b[4]);
}

// By formula, kernels 0, bias b = 0.5, recurrent bias e = 0.25: r = z = s(b + e), n = tanh(b + r
// e); two steps from 0: h = (1 - z) n (1 + z).
TEST(Gru, two_steps_by_formula) {
  std::vector<float> parameters(3 + 3, 0.0F);
  parameters.resize(9, 0.5F);
  parameters.resize(12, 0.25F);
  Model model = model_of({2, 1, 1}, {"gru units=1"}, parameters);
  const double r = 1 / (1 + std::exp(-0.75)), n = std::tanh(0.5 + r * 0.25);
  EXPECT_NEAR(predict(model, {3, 4})[0], (1 - r) * n * (1 + r), 1e-6);
}

TEST(Gru, a_picture_is_refused_with_the_shape_that_was_probably_meant) {
  EXPECT_EQ(error_of({49, 40, 1}, {"gru units=4"}),
            "layer 1 (gru units=4): input is 49x40x1, expected Tx1xC (time, 1, channels); put "
            "'reshape shape=49x1x40' before");
}

TEST(Gru, a_missing_number_of_units_is_said) {
  EXPECT_EQ(error_of({4, 1, 1}, {"gru"}),
            "layer 1 (gru): units is missing; say how many, e.g. units=32");
}

TEST(Gru, the_device_is_refused_with_what_to_take_instead) {
  EXPECT_EQ(check_runs_on_device(spec_of({4, 1, 1}, {"gru units=2"})).error().message,
            "layer 1 (gru units=2): the device has an operator for 'lstm' and none for "
            "'gru'; take 'lstm' with as many units, or 'conv1d' over time, which costs less");
}

}  // namespace
}  // namespace tadpole
