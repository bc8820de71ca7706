// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

// Equal logits of three classes: loss ln 3, gradient p - 1 at the label.
TEST(SoftmaxCrossEntropy, equal_logits_cost_the_logarithm_of_the_classes) {
  const LossRun r = run_loss("softmax_cross_entropy", {7, 7, 7}, {.labels = std::array{1}});
  EXPECT_NEAR(r.result.loss, std::log(3.0), 1e-12);
  EXPECT_NEAR(r.gradient[0], 1.0 / 3, 1e-7);
  EXPECT_NEAR(r.gradient[1], -2.0 / 3, 1e-7);
}

TEST(SoftmaxCrossEntropy, huge_logits_stay_finite) {
  const LossRun r =
      run_loss("softmax_cross_entropy", {1e30F, 0, -1e30F}, {.labels = std::array{0}});
  EXPECT_EQ(r.result.loss, 0.0);
  EXPECT_EQ(r.result.correct, 1);
  EXPECT_EQ(r.gradient[0], 0.0F);
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
  const std::vector<float> x = {0.5F, -1, 2};
  const std::array<int, 1> other = {2};
  const std::array<float, 1> share = {0.75F};
  const StepOptions smooth = {.label_smoothing = 0.1F};
  StepOptions mixed = smooth;
  mixed.other_labels = other;
  mixed.shares = share;
  const std::string name = "softmax_cross_entropy";
  const LossRun a = run_loss(name, x, {.labels = std::array{0}}, smooth);
  const LossRun b = run_loss(name, x, {.labels = std::array{2}}, smooth);
  const LossRun both = run_loss(name, x, {.labels = std::array{0}}, mixed);
  EXPECT_NEAR(both.result.loss, 0.75 * a.result.loss + 0.25 * b.result.loss, 1e-9);
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(both.gradient[c], 0.75F * a.gradient[c] + 0.25F * b.gradient[c], 1e-7F);
  const std::array<int, 1> zero = {0}, one = {1};
  const std::array<float, 2> weights = {1.0F, 4.0F};
  EXPECT_EQ(weight_sum(zero, {.class_weights = weights, .other_labels = one, .shares = share}),
            0.75 * 1 + 0.25 * 4);
}

TEST(SoftmaxCrossEntropy, data_without_labels_or_with_other_classes_is_refused) {
  const auto loss = make_loss("softmax_cross_entropy").value();
  EXPECT_EQ(loss->check({.outputs = 3, .classes = 2}).error().message,
            "the network's last layer gives 3 values, the data has 2 classes; set the last dense "
            "layer to units=2");
  EXPECT_EQ(loss->check({.outputs = 3, .values = 3}).error().message,
            "softmax_cross_entropy needs labels, the data has none; take loss = \"mse\", or "
            "\"binary_cross_entropy\" for targets of 0 to 1");
}

}  // namespace
}  // namespace tadpole
