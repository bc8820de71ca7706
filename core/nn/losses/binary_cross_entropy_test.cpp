// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

// By formula: the logit ln 3 is the probability 3/4; label 1 costs -ln 3/4, label 0 costs -ln 1/4.
TEST(BinaryCrossEntropy, one_output_answers_a_yes_or_no) {
  const float logit = std::log(3.0F);
  const LossRun yes = run_loss("binary_cross_entropy", {logit}, {.labels = std::array{1}});
  EXPECT_NEAR(yes.result.loss, -std::log(0.75), 1e-7);
  EXPECT_NEAR(yes.gradient[0], -0.25, 1e-7);
  EXPECT_EQ(yes.result.correct, 1);
  const LossRun no = run_loss("binary_cross_entropy", {logit}, {.labels = std::array{0}});
  EXPECT_NEAR(no.result.loss, -std::log(0.25), 1e-7);
  EXPECT_EQ(no.result.correct, 0);
}

TEST(BinaryCrossEntropy, huge_logits_cost_their_size_and_stay_finite) {
  const LossRun r =
      run_loss("binary_cross_entropy", {-1e30F, 1e30F}, {.values = std::array{1.0F, 1.0F}});
  EXPECT_FLOAT_EQ(static_cast<float>(r.result.loss), 0.5e30F);
  EXPECT_EQ(r.gradient[0], -0.5F);
  EXPECT_EQ(r.gradient[1], 0.0F);
}

// Smoothing 0.2 turns label 1 into 0.9: at the logit 0 the gradient is 0.5 - 0.9.
TEST(BinaryCrossEntropy, smoothing_moves_targets_towards_one_half) {
  const LossRun r =
      run_loss("binary_cross_entropy", {0}, {.labels = std::array{1}}, {.label_smoothing = 0.2F});
  EXPECT_NEAR(r.gradient[0], -0.4, 1e-7);
}

TEST(BinaryCrossEntropy, labels_that_do_not_exclude_each_other_are_right_when_all_are) {
  const std::array both_values = {1.0F, 1.0F};
  const Targets both = {.values = both_values};
  EXPECT_EQ(run_loss("binary_cross_entropy", {2, 3}, both).result.correct, 1);
  EXPECT_EQ(run_loss("binary_cross_entropy", {2, -3}, both).result.correct, 0);
}

TEST(BinaryCrossEntropy, one_output_needs_two_classes) {
  const auto loss = make_loss("binary_cross_entropy").value();
  EXPECT_TRUE(loss->check({.outputs = 1, .classes = 2}).ok());
  EXPECT_EQ(loss->check({.outputs = 1, .classes = 3}).error().message,
            "the network's last layer gives 1 values, the data has 3 classes; set the last dense "
            "layer to units=3");
}

}  // namespace
}  // namespace tadpole
