// SPDX-License-Identifier: Apache-2.0
// One suite over all losses of the registry: gradient check, parts and whole, refusal. A new loss
// meets it unasked.
#include "core/nn/loss.h"

#include <algorithm>
#include <cmath>

#include "core/nn/test_loss.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

constexpr int kSamples = 5, kOutputs = 3;
const std::vector<int> kLabels = {0, 2, 1, 1, 2}, kOthers = {1, 1, 1, 0, 0};
const std::vector<float> kShares = {0.6F, 0.8F, 1.0F, 0.5F, 0.75F}, kWeights = {0.5F, 2.0F, 1.0F};

// Labels only, dense values only, both: those that the loss takes.
std::vector<Targets> targets_of(const Loss& loss, const std::vector<float>& values) {
  std::vector<Targets> all;
  for (const bool labelled : {true, false}) {
    for (const bool dense : {true, false}) {
      const LossFit fit = {kOutputs, labelled ? kOutputs : 0, dense ? kOutputs : 0};
      if ((!labelled && !dense) || !loss.check(fit).ok()) continue;
      Targets t;
      if (labelled) t.labels = kLabels;
      if (dense) t.values = values;
      all.push_back(t);
    }
  }
  return all;
}

StepOptions hard_options() {
  return {.class_weights = kWeights,
          .label_smoothing = 0.1F,
          .other_labels = kOthers,
          .shares = kShares};
}

class EveryLoss : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Loss> loss_ = make_loss(GetParam()).value();
  std::vector<float> y_ = random_values(kSamples * kOutputs, 3);
  std::vector<float> gradient_ = std::vector<float>(kSamples * kOutputs);
  // Between 0 and 1, so that every loss may take them.
  std::vector<float> values_ = [] {
    std::vector<float> v = random_values(kSamples * kOutputs, 4);
    for (float& x : v) x = 1.0F / (1.0F + std::exp(-x));
    return v;
  }();

  StepResult run(const LossBatch& batch, int first, int n) {
    const auto at = static_cast<std::ptrdiff_t>(first * kOutputs);
    return loss_->run(batch, dense_view(y_.data() + at, n, 1, 1, kOutputs), first,
                      dense_view(gradient_.data() + at, n, 1, 1, kOutputs));
  }
};

// Central differences of a value computed in double on floats 2^-10 apart: truncation h^2 = 1e-6.
TEST_P(EveryLoss, gradients_match_numerical_differences) {
  const StepOptions options = hard_options();
  for (const Targets& targets : targets_of(*loss_, values_)) {
    const LossBatch batch(targets, options, kSamples);
    run(batch, 0, kSamples);
    const std::vector<float> gradient = gradient_;
    for (std::size_t i = 0; i < y_.size(); ++i) {
      const float kept = y_[i], h = 0x1p-10F;
      y_[i] = kept + h;
      const double above = run(batch, 0, kSamples).loss;
      y_[i] = kept - h;
      const double below = run(batch, 0, kSamples).loss;
      y_[i] = kept;
      EXPECT_NEAR((above - below) / (2.0 * static_cast<double>(h)), gradient[i], 1e-5) << i;
    }
  }
}

TEST_P(EveryLoss, parts_of_a_batch_sum_to_the_whole) {
  const StepOptions options = hard_options();
  for (const Targets& targets : targets_of(*loss_, values_)) {
    const LossBatch batch(targets, options, kSamples);
    const StepResult whole = run(batch, 0, kSamples);
    const std::vector<float> gradient = gradient_;
    const StepResult one = run(batch, 0, 2), two = run(batch, 2, 3);
    EXPECT_NEAR(one.loss + two.loss, whole.loss, 1e-12);
    EXPECT_EQ(one.correct + two.correct, whole.correct);
    EXPECT_EQ(gradient_, gradient);
  }
}

TEST_P(EveryLoss, an_output_that_is_no_number_makes_a_loss_that_is_none) {
  y_[4] = std::nanf("");
  for (const Targets& targets : targets_of(*loss_, values_)) {
    EXPECT_TRUE(std::isnan(run(LossBatch(targets, {}, kSamples), 0, kSamples).loss));
  }
}

// Thirty steps on three samples lower it.
TEST_P(EveryLoss, a_small_network_learns_by_it) {
  const std::vector<float> x = random_values(15, 8);
  for (const Targets& targets : targets_of(*loss_, values_)) {
    Model model = model_of({1, 1, 3}, {"dense units=8", "relu", "dense units=3", "softmax"});
    model.reserve(kSamples, nullptr);
    const StepOptions options = {.loss = loss_.get()};
    const double before = model.step(x, targets, options).loss;
    for (int i = 0; i < 30; ++i) {
      for (std::size_t p = 0; p < model.parameters().size(); ++p)
        model.parameters()[p] -= 0.05F * model.gradients()[p];
      model.step(x, targets, options);
    }
    EXPECT_LT(model.evaluate(x, targets, options).loss, before);
  }
}

// No layer of this net behaves otherwise in inference, so both must agree.
TEST_P(EveryLoss, evaluation_gives_the_loss_of_the_step) {
  const std::vector<float> x = random_values(15, 8);
  for (const Targets& targets : targets_of(*loss_, values_)) {
    for (const char* last : {"softmax", "relu6"}) {
      Model model = model_of({1, 1, 3}, {"dense units=3", last});
      model.reserve(kSamples, nullptr);
      const StepOptions options = {.loss = loss_.get()};
      const StepResult stepped = model.step(x, targets, options);
      const StepResult evaluated = model.evaluate(x, targets, options);
      EXPECT_NEAR(evaluated.loss, stepped.loss, 1e-9) << last;
      EXPECT_EQ(evaluated.correct, stepped.correct) << last;
    }
  }
}

TEST_P(EveryLoss, a_misspelt_option_is_refused) {
  const auto made = make_loss(GetParam() + " gama=1");
  ASSERT_FALSE(made.ok());
  EXPECT_NE(made.error().message.find("gama"), std::string::npos) << made.error().message;
}

std::string plain(const testing::TestParamInfo<std::string>& test) { return test.param; }
INSTANTIATE_TEST_SUITE_P(Registry, EveryLoss, testing::ValuesIn(loss_names()), plain);

TEST(Losses, an_unknown_name_is_refused_with_the_one_that_was_meant) {
  EXPECT_EQ(make_loss("hubert").error().message,
            "there is no loss 'hubert' (did you mean 'huber'?); known losses: " +
                std::string("binary_cross_entropy, distillation, focal, huber, mae, mse, "
                            "softmax_cross_entropy"));
}

// A final softmax belongs to cross-entropy: trained on its logits, answered as probabilities.
TEST(Losses, logits_are_what_a_final_softmax_would_turn_into_probabilities) {
  Model model = model_of({1, 1, 2}, {"dense units=2 use_bias=false", "softmax"}, {3, 0, 0, 1});
  std::vector<float> logits(2);
  model.predict_logits(std::vector<float>{1, 1}, 1, logits);
  EXPECT_EQ(logits, (std::vector<float>{3, 1}));
  EXPECT_NEAR(predict(model, {1, 1})[0], 1.0 / (1.0 + std::exp(-2.0)), 1e-6);
}

}  // namespace
}  // namespace tadpole
