// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "learn/test_learn.h"

namespace tadpole::learn {
namespace {

int fit(const ModelHandle& model, const learn_data& data, const char* options) {
  return learn_model_fit(model.get(), &data, nullptr, options, nullptr, nullptr, nullptr);
}

TEST(LearnFit, one_neuron_finds_the_line) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  ASSERT_EQ(fit(model, with_targets(kLineX, kLineY),
                "optimizer=sgd\nlearning_rate=0.05\nepochs=500\nbatch=6"),
            1)
      << learn_text();
  const Json report = text_json();
  EXPECT_EQ(report["loss"], "mse");
  ASSERT_EQ(report["epochs"].size(), 500U);
  EXPECT_LT(report["epochs"][499]["loss"], report["epochs"][0]["loss"]);
  EXPECT_FALSE(report["epochs"][0].contains("validation_loss"));
  EXPECT_NEAR(parameters_of(model)[0], 2.0, 1e-3);  // y = 2 x - 1
  EXPECT_NEAR(parameters_of(model)[1], -1.0, 1e-3);
}

TEST(LearnFit, one_step_of_plain_sgd_is_the_step_of_the_formula) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const learn_data data = with_targets(kLineX, kLineY);
  const std::vector<float> before = parameters_of(model);
  ASSERT_EQ(learn_model_gradients(model.get(), &data, ""), 1);
  const std::vector<float> gradient = answered_values<float>();
  ASSERT_EQ(fit(model, data, "optimizer=sgd\nlearning_rate=0.1\nepochs=1\nbatch=6"), 1);
  const std::vector<float> after = parameters_of(model);
  for (std::size_t i = 0; i < 2; ++i)
    EXPECT_NEAR(after[i], before[i] - 0.1F * gradient[i], 1e-5);  // the order of the sum differs
}

TEST(LearnFit, goes_on_from_where_the_model_is_and_repeats_bit_by_bit) {
  const auto trained = [](int times) {
    const ModelHandle model = make_model("dense units=4\nrelu\ndense units=1", 1, 1, 1, 5);
    for (int i = 0; i < times; ++i)
      EXPECT_EQ(fit(model, with_targets(kLineX, kLineY), "epochs=3\nbatch=2\nseed=9"), 1);
    return parameters_of(model);
  };
  EXPECT_EQ(trained(1), trained(1));
  EXPECT_NE(trained(1), trained(2));
}

struct Heard {
  int epochs = 0, most = 0, pauses = 0;
  std::string last;
};

int hear(void* user, const char* report) {
  auto& heard = *static_cast<Heard*>(user);
  heard.last = report;
  return ++heard.epochs < heard.most ? 1 : 0;
}
int never(void* user) {
  ++static_cast<Heard*>(user)->pauses;
  return 0;
}

TEST(LearnFit, a_callback_hears_every_epoch_and_may_end_training) {
  const ModelHandle model = make_model("dense units=2\nsoftmax", 1, 1, 1);
  const std::vector<std::int32_t> labels = {0, 0, 0, 1, 1, 1};
  const learn_data data = with_labels(kLineX, labels);
  Heard heard{.most = 3};
  ASSERT_EQ(learn_model_fit(model.get(), &data, &data, "epochs=50", hear, nullptr, &heard), 1)
      << learn_text();
  EXPECT_EQ(heard.epochs, 3);
  EXPECT_EQ(text_json()["epochs"].size(), 3U);
  EXPECT_EQ(text_json()["stopped_because"], "the caller asked to stop");
  const Json last = Json::parse(heard.last);
  EXPECT_EQ(last["epoch"], 3);
  EXPECT_TRUE(last.contains("validation_accuracy"));
}

TEST(LearnFit, a_pause_ends_it_at_once) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const learn_data data = with_targets(kLineX, kLineY);
  Heard heard;
  ASSERT_EQ(learn_model_fit(model.get(), &data, nullptr, "", nullptr, never, &heard), 1);
  EXPECT_EQ(text_json()["epochs"].size(), 0U);
  EXPECT_EQ(heard.pauses, 1);
}

int train_again(void* user, const char*) {
  auto* model = static_cast<learn_model*>(user);
  const learn_data data = with_targets(kLineX, kLineY);
  EXPECT_EQ(learn_model_predict(model, kLineX.data(), 6), 1) << learn_text();
  EXPECT_EQ(learn_model_gradients(model, &data, ""), 0);
  EXPECT_NE(std::string(learn_text()).find("is being trained"), std::string::npos);
  EXPECT_EQ(learn_model_fit(model, &data, nullptr, "", nullptr, nullptr, nullptr), 0);
  return 1;
}

TEST(LearnFit, a_callback_may_predict_but_not_train) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const learn_data data = with_targets(kLineX, kLineY);
  EXPECT_EQ(
      learn_model_fit(model.get(), &data, nullptr, "epochs=2", train_again, nullptr, model.get()),
      1)
      << learn_text();
}

const std::vector<std::int32_t> kSides = {0, 0, 0, 1, 1, 1};
// A teacher that is sure of the ends and doubts in the middle.
const std::vector<float> kLogits = {4, -4, 2, -2, 0.5F, -0.5F, -0.5F, 0.5F, -2, 2, -4, 4};

TEST(LearnFit, a_teachers_logits_beside_labels_are_learnt_by_distillation) {
  const ModelHandle pupil = make_model("dense units=2\nsoftmax", 1, 1, 1);
  const learn_data data = with_teacher(kLineX, kSides, kLogits);
  ASSERT_EQ(fit(pupil, data, "epochs=40\nbatch=6\nlearning_rate=0.1"), 1) << learn_text();
  const Json report = text_json();
  EXPECT_EQ(report["loss"], "distillation");
  EXPECT_EQ(report["epochs"][39]["accuracy"], 1.0);
  EXPECT_LT(report["epochs"][39]["loss"], report["epochs"][0]["loss"]);
  ASSERT_EQ(learn_model_evaluate(pupil.get(), &data, ""), 1) << learn_text();
  EXPECT_EQ(text_json()["correct"], 6);
}

// By the formula: (1 - alpha) cross-entropy of the labels + alpha T^2 KL, each known by itself.
TEST(LearnFit, distillation_is_the_sum_of_its_two_parts) {
  const ModelHandle pupil = make_model("dense units=2\nsoftmax", 1, 1, 1);
  const auto gradient = [&](const learn_data& data, const char* loss) {
    EXPECT_EQ(learn_model_gradients(pupil.get(), &data, loss), 1) << learn_text();
    return answered_values<float>();
  };
  const auto hard = gradient(with_labels(kLineX, kSides), "loss=softmax_cross_entropy");
  const auto soft =
      gradient(with_targets(kLineX, kLogits), "loss=distillation temperature=3 alpha=1");
  const auto both =
      gradient(with_teacher(kLineX, kSides, kLogits), "loss=distillation temperature=3 alpha=0.25");
  ASSERT_EQ(both.size(), 4U);
  for (std::size_t i = 0; i < both.size(); ++i)
    EXPECT_NEAR(both[i], 0.75F * hard[i] + 0.25F * soft[i], 1e-6);  // a few roundings of a float
}

TEST(LearnFit, a_teacher_of_other_classes_is_refused) {
  const ModelHandle pupil = make_model("dense units=2\nsoftmax", 1, 1, 1);
  const std::vector<float> three(18, 0.0F);
  EXPECT_EQ(fit(pupil, with_teacher(kLineX, kSides, three), ""), 0);
  EXPECT_EQ(std::string(learn_text()),
            "there are 6 samples and 18 target values; expected 12, for the model answers each "
            "sample with 2");
}

TEST(LearnFit, wrong_options_and_a_loss_that_explodes_are_said) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const learn_data data = with_targets(kLineX, kLineY);
  EXPECT_EQ(fit(model, data, "epochs=0"), 0);
  EXPECT_NE(std::string(learn_text()).find("expected a whole number"), std::string::npos);
  EXPECT_EQ(fit(model, data, "patience=3"), 0);
  EXPECT_NE(std::string(learn_text()).find("give validation=(x, y)"), std::string::npos);
  EXPECT_EQ(fit(model, data, "optimizer=sgd\nlearning_rate=10\nepochs=200"), 0);
  EXPECT_NE(std::string(learn_text()).find("learning rate"), std::string::npos) << learn_text();
}

}  // namespace
}  // namespace tadpole::learn
