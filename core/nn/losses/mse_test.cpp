// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

// By hand: (1 + 4 + 0) / 3; the gradient of the second value is 2 * 2 / 3.
TEST(Mse, is_the_mean_over_all_values) {
  const LossRun r = run_loss("mse", {1, 2, 3}, {.values = std::array{0.0F, 0.0F, 3.0F}});
  EXPECT_NEAR(r.result.loss, 5.0 / 3, 1e-12);
  EXPECT_NEAR(r.gradient[1], 4.0 / 3, 1e-7);
  EXPECT_EQ(r.result.correct, 1);
}

// By hand: label 1 wants (0, 1): ((0.5 - 0)^2 + (0.5 - 1)^2) / 2.
TEST(Mse, a_label_wants_one_at_its_own_output) {
  const LossRun r = run_loss("mse", {0.5F, 0.5F}, {.labels = std::array{1}});
  EXPECT_NEAR(r.result.loss, 0.25, 1e-12);
  EXPECT_NEAR(r.gradient[1], -0.5, 1e-7);
}

// By hand: the errors -1 and 3 of labels 2 and 0, weights 1 and 3: (1 * 1 + 3 * 9) / (1 + 3).
TEST(Mse, a_single_output_wants_the_labels_number_and_class_weights_count) {
  const std::array<float, 3> weights = {3, 1, 1};
  const LossRun r =
      run_loss("mse", {1, 3}, {.labels = std::array{2, 0}}, {.class_weights = weights});
  EXPECT_NEAR(r.result.loss, 7.0, 1e-12);
  EXPECT_NEAR(r.gradient[1], 3.0 * 2 * 3 / 4, 1e-6);
}

TEST(Mse, another_number_of_target_values_is_refused_with_both) {
  EXPECT_EQ(make_loss("mse").value()->check({.outputs = 3, .values = 5}).error().message,
            "the network's last layer gives 3 values, a target of the data holds 5; set the last "
            "dense layer to units=5");
}

}  // namespace
}  // namespace tadpole
