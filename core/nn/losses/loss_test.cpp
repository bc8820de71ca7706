// SPDX-License-Identifier: Apache-2.0
// By hand; PyTorch's goldens are in golden_test.cpp.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/nn/losses/mse.h"
#include "core/nn/losses/softmax_cross_entropy.h"

namespace tadpole {
namespace {

View row(std::array<float, 3>& values) { return dense_view(values.data(), 1, 1, 1, 3); }

// Equal logits of three classes: loss ln 3, gradient p - 1 at the label.
TEST(SoftmaxCrossEntropy, equal_logits_cost_the_logarithm_of_the_classes) {
  std::array<float, 3> x = {7, 7, 7}, g{};
  const std::array<int, 1> labels = {1};
  const StepResult r = softmax_cross_entropy(row(x), labels, {}, 1.0, row(g));
  EXPECT_NEAR(r.loss, std::log(3.0), 1e-12);
  EXPECT_NEAR(g[0], 1.0 / 3, 1e-7);
  EXPECT_NEAR(g[1], -2.0 / 3, 1e-7);
}

TEST(SoftmaxCrossEntropy, huge_logits_stay_finite) {
  std::array<float, 3> x = {1e30F, 0, -1e30F}, g{};
  const std::array<int, 1> labels = {0};
  const StepResult r = softmax_cross_entropy(row(x), labels, {}, 1.0, row(g));
  EXPECT_EQ(r.loss, 0.0);
  EXPECT_EQ(r.correct, 1);
  EXPECT_EQ(g[0], 0.0F);
}

// The mean divides by the weights of the labels that are there: 2 + 0.5.
TEST(SoftmaxCrossEntropy, the_mean_divides_by_the_weights) {
  const std::array<int, 2> labels = {1, 0};
  const std::array<float, 2> weights = {0.5F, 2.0F};
  EXPECT_EQ(weight_sum(labels, {.class_weights = weights}), 2.5);
  EXPECT_EQ(weight_sum(labels, {}), 2.0);
}

// A mixed sample costs what its two labels cost, each by its share; so do its gradients.
TEST(SoftmaxCrossEntropy, a_mixed_sample_is_the_weighted_sum_of_two) {
  std::array<float, 3> x = {0.5F, -1, 2}, g0{}, g2{}, mixed{};
  const std::array<int, 1> zero = {0}, two = {2};
  const std::array<int, 3> others = {1, 1, 2};
  const std::array<float, 3> shares = {0.5F, 0.5F, 0.75F};
  const StepOptions smooth = {.label_smoothing = 0.1F};
  StepOptions options = smooth;
  options.other_labels = others;
  options.shares = shares;
  const StepResult a = softmax_cross_entropy(row(x), zero, smooth, 1.0, row(g0));
  const StepResult b = softmax_cross_entropy(row(x), two, smooth, 1.0, row(g2));
  const StepResult both = softmax_cross_entropy(row(x), zero, options, 1.0, row(mixed), 2);
  EXPECT_NEAR(both.loss, 0.75 * a.loss + 0.25 * b.loss, 1e-9);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(mixed[c], 0.75F * g0[c] + 0.25F * g2[c], 1e-7F);
  const std::array<float, 2> weights = {1.0F, 4.0F};
  const std::array<int, 1> other = {1};
  const std::array<float, 1> share = {0.75F};
  EXPECT_EQ(weight_sum(zero, {.class_weights = weights, .other_labels = other, .shares = share}),
            0.75 * 1 + 0.25 * 4);
}

// By hand: (1 + 4 + 0) / 3; the gradient of the second value is 2 * 2 / 3.
TEST(MeanSquaredError, is_the_mean_over_all_values) {
  std::array<float, 3> y = {1, 2, 3}, g{};
  const std::array<float, 3> target = {0, 0, 3};
  const StepResult r = mean_squared_error(row(y), target, 3.0, row(g));
  EXPECT_NEAR(r.loss, 5.0 / 3, 1e-12);
  EXPECT_NEAR(g[1], 4.0 / 3, 1e-7);
  EXPECT_EQ(r.correct, 1);
}

}  // namespace
}  // namespace tadpole
