// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

TEST(Distillation, a_network_that_answers_like_its_teacher_has_nothing_to_learn) {
  const std::array teacher_values = {1.0F, 5.0F, -2.0F};
  const Targets teacher = {.values = teacher_values};
  const LossRun r = run_loss("distillation alpha=1", {11, 15, 8}, teacher);  // 10 more everywhere
  EXPECT_NEAR(r.result.loss, 0.0, 1e-6);
  for (const float g : r.gradient) EXPECT_NEAR(g, 0.0F, 1e-6F);
}

// By formula: teacher 3/4 : 1/4 and a network that says 1/2 : 1/2 at T = 1: KL = 3/4 ln 3/2 + 1/4
// ln 1/2. At T = 2 the teacher's logit ln 9 is softened to ln 3, and T^2 = 4 scales the loss.
TEST(Distillation, the_temperature_softens_and_its_square_scales) {
  const double kl = 0.75 * std::log(1.5) + 0.25 * std::log(0.5);
  const std::array mild_values = {std::log(3.0F), 0.0F};
  const Targets mild = {.values = mild_values};
  const std::array sharp_values = {std::log(9.0F), 0.0F};
  const Targets sharp = {.values = sharp_values};
  EXPECT_NEAR(run_loss("distillation alpha=1 temperature=1", {0, 0}, mild).result.loss, kl, 1e-7);
  EXPECT_NEAR(run_loss("distillation alpha=1 temperature=2", {0, 0}, sharp).result.loss, 4 * kl,
              1e-6);
}

TEST(Distillation, alpha_0_is_the_cross_entropy_of_the_labels) {
  const std::array target_labels = {2};
  const std::array target_values = {1.0F, 5.0F, -2.0F};
  const Targets target = {.labels = target_labels, .values = target_values};
  const std::vector<float> x = {0.5F, -1, 2};
  const LossRun taught = run_loss("distillation alpha=0", x, target);
  const LossRun plain = run_loss("softmax_cross_entropy", x, {.labels = target.labels});
  EXPECT_NEAR(taught.result.loss, plain.result.loss, 1e-12);
  for (std::size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(taught.gradient[i], plain.gradient[i], 1e-7F);
}

TEST(Distillation, without_a_teacher_or_labels_it_says_what_is_missing) {
  const auto loss = make_loss("distillation").value();
  EXPECT_EQ(loss->check({.outputs = 3, .classes = 3}).error().message,
            "distillation needs a teacher, the job has none; name a trained network, or take loss "
            "= \"softmax_cross_entropy\"");
  EXPECT_EQ(loss->check({.outputs = 3, .classes = 3, .values = 4}).error().message,
            "the teacher gives 4 values, the network's last layer 3; both must know the same "
            "classes");
  EXPECT_EQ(loss->check({.outputs = 3, .values = 3}).error().message,
            "distillation with alpha=0.5 needs labels, the data has none; set alpha=1");
}

}  // namespace
}  // namespace tadpole
