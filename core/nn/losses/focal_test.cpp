// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

// By formula: p = 1/3, (1 - p)^2 = 4/9 of the plain cross-entropy ln 3.
TEST(Focal, a_sample_counts_by_how_wrong_it_is) {
  const LossRun r = run_loss("focal gamma=2", {7, 7, 7}, {.labels = std::array{1}});
  EXPECT_NEAR(r.result.loss, 4.0 / 9 * std::log(3.0), 1e-12);
}

TEST(Focal, gamma_0_is_the_plain_cross_entropy) {
  const std::array<float, 3> weights = {1, 2, 0.5F};
  const StepOptions options = {.class_weights = weights, .label_smoothing = 0.1F};
  const std::array target_labels = {2, 1};
  const Targets target = {.labels = target_labels};
  const std::vector<float> x = {0.5F, -1, 2, 1, 0, -3};
  const LossRun focal = run_loss("focal gamma=0", x, target, options);
  const LossRun plain = run_loss("softmax_cross_entropy", x, target, options);
  EXPECT_NEAR(focal.result.loss, plain.result.loss, 1e-12);
  for (std::size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(focal.gradient[i], plain.gradient[i], 1e-7F);
}

// By formula: the logit ln 3 is p = 3/4: alpha (1/4)^2 ln 4/3 for class 1, (1 - alpha) (3/4)^2 ln 4
// for class 0.
TEST(Focal, with_one_output_alpha_weighs_the_two_classes) {
  const float logit = std::log(3.0F);
  EXPECT_NEAR(run_loss("focal alpha=0.25", {logit}, {.labels = std::array{1}}).result.loss,
              0.25 / 16 * std::log(4.0 / 3), 1e-7);
  EXPECT_NEAR(run_loss("focal alpha=0.25", {logit}, {.labels = std::array{0}}).result.loss,
              0.75 * 9 / 16 * std::log(4.0), 1e-7);
}

TEST(Focal, a_certain_answer_costs_nothing_and_stays_finite) {
  const LossRun r = run_loss("focal gamma=0.5", {1e30F, -1e30F}, {.labels = std::array{0}});
  EXPECT_EQ(r.result.loss, 0.0);
  EXPECT_EQ(r.gradient[0], 0.0F);
  EXPECT_EQ(r.gradient[1], 0.0F);
}

TEST(Focal, alpha_with_several_outputs_and_data_without_labels_are_refused) {
  EXPECT_EQ(
      make_loss("focal alpha=0.3").value()->check({.outputs = 3, .classes = 3}).error().message,
      "focal: alpha is for a network with one output, this one has 3; leave it out and take "
      "class_weights = \"balanced\"");
  EXPECT_EQ(make_loss("focal").value()->check({.outputs = 3, .values = 3}).error().message,
            "focal needs labels, the data has none; take loss = \"mse\" or \"huber\"");
}

}  // namespace
}  // namespace tadpole
