// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "learn/test_learn.h"

namespace tadpole::learn {
namespace {

TEST(LearnModel, tells_its_layers_and_where_their_parts_are) {
  const ModelHandle model = make_model("dense units=3\nrelu\n\n dense units=2 \nsoftmax", 1, 1, 4);
  ASSERT_EQ(learn_model_describe(model.get()), 1);
  const Json json = text_json();
  EXPECT_EQ(json["parameters"], 4 * 3 + 3 + 3 * 2 + 2);
  EXPECT_EQ(json["outputs"], 2);
  EXPECT_EQ(json["layers"][2]["name"], "dense_3");
  EXPECT_EQ(json["layers"][2]["parts"][0], (Json{{"name", "kernel"}, {"first", 15}, {"count", 6}}));
  EXPECT_EQ(json["layers"][2]["parts"][1], (Json{{"name", "bias"}, {"first", 21}, {"count", 2}}));
}

TEST(LearnModel, what_does_not_fit_is_refused_by_name) {
  EXPECT_EQ(learn_model_create("dense units=3", 28, 28, 1, 0, 1), nullptr);
  EXPECT_NE(std::string(learn_text()).find("layer 1 (dense units=3): input is 28x28x1"),
            std::string::npos)
      << learn_text();
  EXPECT_EQ(learn_model_create("", 1, 1, 1, 0, 1), nullptr);
  EXPECT_NE(std::string(learn_text()).find("has no layer"), std::string::npos);
  EXPECT_EQ(learn_model_create("relu", 0, 1, 1, 0, 1), nullptr);
  EXPECT_NE(std::string(learn_text()).find("expected height, width"), std::string::npos);
}

TEST(LearnModel, ready_made_models_go_by_their_name) {
  const ModelHandle model(learn_model_create("lenet5", 28, 28, 1, 10, 1));
  ASSERT_NE(model, nullptr) << learn_text();
  ASSERT_EQ(learn_model_describe(model.get()), 1);
  EXPECT_EQ(text_json()["outputs"], 10);
}

TEST(LearnModel, the_same_seed_gives_the_same_parameters) {
  const auto drawn = [](std::uint32_t seed) {
    return parameters_of(make_model("dense units=5", 1, 1, 7, seed));
  };
  EXPECT_EQ(drawn(3), drawn(3));
  EXPECT_NE(drawn(3), drawn(4));
}

TEST(LearnModel, parameters_are_set_copied_and_seen_in_place) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const std::vector<float> line = {2, -1};
  ASSERT_EQ(learn_model_set(model.get(), line.data(), line.size()), 1);
  EXPECT_EQ(parameters_of(model), line);
  std::size_t count = 0;
  learn_model_parameters(model.get(), &count)[0] = 3;
  EXPECT_EQ(count, 2U);
  ASSERT_EQ(learn_model_predict(model.get(), kLineX.data(), 2), 1);
  EXPECT_EQ(answered_values<float>(), (std::vector<float>{-4, -1}));  // 3x - 1
  EXPECT_EQ(learn_model_set(model.get(), line.data(), 1), 0);
  EXPECT_STREQ(learn_text(), "there are 1 values; the model has 2 parameters");
  const std::vector<float> broken = {NAN, 0};
  EXPECT_EQ(learn_model_set(model.get(), broken.data(), 2), 0);
  EXPECT_NE(std::string(learn_text()).find("value 0 of the parameters is no number"),
            std::string::npos);
}

TEST(LearnModel, samples_that_do_not_fit_are_refused) {
  const ModelHandle model = make_model("dense units=2\nsoftmax", 1, 1, 4);
  const std::vector<float> x(7, 0.0F);
  EXPECT_EQ(learn_model_predict(model.get(), x.data(), 7), 0);
  EXPECT_NE(std::string(learn_text()).find("there are 7 values"), std::string::npos);
  EXPECT_EQ(learn_model_predict(model.get(), x.data(), 0), 0);
  const std::vector<float> nan = {0, 0, NAN, 0};
  EXPECT_EQ(learn_model_predict(model.get(), nan.data(), 4), 0);
  EXPECT_NE(std::string(learn_text()).find("value 2 of the samples"), std::string::npos);
  const std::vector<float> one(4, 0.0F);
  learn_data data = with_labels(one, {2});
  const std::vector<std::int32_t> labels = {2};
  data.labels = labels.data();
  EXPECT_EQ(learn_model_evaluate(model.get(), &data, ""), 0);
  EXPECT_NE(std::string(learn_text()).find("label 2 of sample 0"), std::string::npos);
}

TEST(LearnModel, loss_and_accuracy_are_those_of_the_formula) {
  const ModelHandle model = make_model("dense units=1", 1, 1, 1);
  const std::vector<float> line = {3, -1};
  ASSERT_EQ(learn_model_set(model.get(), line.data(), 2), 1);
  const learn_data data = with_targets(kLineX, kLineY);
  ASSERT_EQ(learn_model_evaluate(model.get(), &data, ""), 1) << learn_text();
  EXPECT_NEAR(text_json()["loss"].get<double>(), 31.0 / 6.0, 1e-6);  // errors -1, 0, 1, 2, 3, 4
  EXPECT_FALSE(text_json().contains("accuracy"));
  EXPECT_EQ(learn_model_evaluate(model.get(), &data, "los=mse"), 0);
  EXPECT_NE(std::string(learn_text()).find("did you mean"), std::string::npos) << learn_text();
}

TEST(LearnModel, gradients_are_those_of_finite_differences) {
  const ModelHandle model = make_model("dense units=4\ntanh\ndense units=3\nsoftmax", 1, 1, 5);
  std::vector<float> x;
  for (int i = 0; i < 30; ++i) x.push_back(std::sin(0.7F * static_cast<float>(i)));
  const std::vector<std::int32_t> labels = {0, 1, 2, 1, 0, 2};
  const learn_data data = with_labels(x, labels);
  ASSERT_EQ(learn_model_gradients(model.get(), &data, ""), 1) << learn_text();
  const std::vector<float> gradient = answered_values<float>();
  std::vector<float> p = parameters_of(model);
  ASSERT_EQ(gradient.size(), p.size());
  const auto loss = [&] {
    EXPECT_EQ(learn_model_set(model.get(), p.data(), p.size()), 1);
    EXPECT_EQ(learn_model_evaluate(model.get(), &data, ""), 1);
    return text_json()["loss"].get<double>();
  };
  for (std::size_t i = 0; i < p.size(); ++i) {
    const float kept = p[i], h = 0.01F;
    p[i] = kept + h;
    const double above = loss();
    p[i] = kept - h;
    const double below = loss();
    p[i] = kept;
    // The error of a central difference is h^2 / 6 times a third derivative of about 1.
    EXPECT_NEAR(gradient[i], (above - below) / (2.0 * h), 2e-4) << "parameter " << i;
  }
}

TEST(LearnModel, gradients_change_neither_parameters_nor_averages) {
  const ModelHandle model = make_model("dense units=3\nbatch_norm\nrelu\ndense units=1", 1, 1, 1);
  const std::vector<float> before = parameters_of(model);
  ASSERT_EQ(learn_model_predict(model.get(), kLineX.data(), 6), 1);
  const std::vector<float> said = answered_values<float>();
  const learn_data data = with_targets(kLineX, kLineY);
  ASSERT_EQ(learn_model_gradients(model.get(), &data, ""), 1);
  EXPECT_EQ(parameters_of(model), before);
  ASSERT_EQ(learn_model_predict(model.get(), kLineX.data(), 6), 1);
  EXPECT_EQ(answered_values<float>(), said);
}

TEST(LearnModel, activations_of_a_layer_are_given_with_their_shape) {
  const ModelHandle model = make_model("dense units=1 name=line\nrelu name=bent", 1, 1, 1);
  const std::vector<float> line = {2, -1};
  ASSERT_EQ(learn_model_set(model.get(), line.data(), 2), 1);
  ASSERT_EQ(learn_model_activations(model.get(), "bent", kLineX.data(), 6), 1) << learn_text();
  EXPECT_EQ(answered_values<float>(), (std::vector<float>{0, 0, 1, 3, 5, 7}));
  EXPECT_EQ(text_json()["shape"], (Json{1, 1, 1}));
  EXPECT_EQ(learn_model_activations(model.get(), "bend", kLineX.data(), 6), 0);
  EXPECT_NE(std::string(learn_text()).find("bent"), std::string::npos);
}

TEST(LearnModel, a_kept_model_is_the_same_model_and_damaged_bytes_are_refused) {
  const ModelHandle model = make_model("dense units=2\nrelu", 1, 1, 3);
  ASSERT_EQ(learn_model_save(model.get()), 1);
  std::vector<std::uint8_t> bytes = answered_values<std::uint8_t>();
  const ModelHandle again(learn_model_load(bytes.data(), bytes.size()));
  ASSERT_NE(again, nullptr) << learn_text();
  EXPECT_EQ(parameters_of(again), parameters_of(model));
  bytes[bytes.size() / 2] ^= 1U;
  EXPECT_EQ(learn_model_load(bytes.data(), bytes.size()), nullptr);
  EXPECT_NE(std::string(learn_text()), "");
}

}  // namespace
}  // namespace tadpole::learn
