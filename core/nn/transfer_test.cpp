// SPDX-License-Identifier: Apache-2.0
#include "core/nn/transfer.h"

#include <cmath>

#include "core/base/thread_pool.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

const std::vector<std::string> kLines = {"conv2d filters=4 kernel=3x3 use_bias=false",
                                         "batch_norm",
                                         "relu name=low",
                                         "depthwise_conv2d kernel=3x3 use_bias=false",
                                         "batch_norm",
                                         "relu name=features",
                                         "global_average_pool",
                                         "dense units=3",
                                         "softmax"};

// Trained a little, so that batch norm has seen something.
Model trained_model(const std::vector<std::string>& lines = kLines) {
  Model model = model_of({6, 5, 2}, lines);
  model.reserve(8, nullptr);
  for (std::uint64_t i = 0; i < 5; ++i) model.step(random_values(480, i), labels_for(model, 8), {});
  return model;
}

std::vector<float> stepped(Model& model, int steps) {
  model.reserve(8, nullptr);
  const std::vector<float> x = random_values(480, 20);
  for (int i = 0; i < steps; ++i) {
    model.step(x, labels_for(model, 8), {});
    for (std::size_t p = 0; p < model.parameters().size(); ++p)
      model.parameters()[p] -= 0.05F * model.gradients()[p];
  }
  return {model.parameters().begin(), model.parameters().end()};
}

TEST(Freeze, frozen_layers_keep_every_byte_and_the_others_learn) {
  Model model = trained_model();
  ASSERT_TRUE(model.freeze_until("features").ok());
  const std::vector<float> before(model.parameters().begin(), model.parameters().end());
  const std::vector<float> state(model.state().begin(), model.state().end());
  const std::vector<float> after = stepped(model, 3);
  const std::vector<LayerInfo> layers = model.layers();
  const std::size_t head = layers[7].parameters;
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(head),
                         after.begin()));
  for (std::size_t i = head; i < after.size(); ++i) EXPECT_NE(after[i], before[i]) << i;
  EXPECT_TRUE(std::equal(state.begin(), state.end(), model.state().begin()));
  EXPECT_EQ(model.trainable_count(), 4U * 3 + 3);
  for (std::size_t i = 0; i < head; ++i) EXPECT_EQ(model.decay_mask()[i], 0.0F);
}

TEST(Freeze, answers_stay_the_same_bytes) {
  Model model = trained_model();
  const std::vector<float> x = random_values(120, 9);
  const std::vector<float> before = predict(model, x, 2);
  ASSERT_TRUE(model.freeze_until("softmax_9").ok());
  EXPECT_EQ(predict(model, x, 2), before);
  EXPECT_EQ(model.lower().ops.size(), 6U);  // both batch norms melt as before
  model.reserve(8, nullptr);
  model.step(random_values(480, 3), labels_for(model, 8), {});
  for (const float g : model.gradients()) EXPECT_EQ(g, 0.0F);
}

// A frozen layer in the middle passes gradients on: those of the first layer are the same as when
// the middle could learn (no batch norm here, which would change its statistics).
TEST(Freeze, a_frozen_layer_between_trained_ones_passes_gradients_on) {
  const std::vector<std::string> lines = {"conv2d filters=3 kernel=3x3",
                                          "relu",
                                          "conv2d filters=4 kernel=3x2 name=middle",
                                          "relu6",
                                          "depthwise_conv2d kernel=2x2 name=deep",
                                          "flatten",
                                          "dense units=5 name=wide",
                                          "dense units=3"};
  std::vector<std::string> frozen = lines;
  for (const std::size_t i : {2U, 4U, 6U}) frozen[i] += " trainable=false";
  Model free = model_of({6, 5, 2}, lines), part = model_of({6, 5, 2}, frozen);
  for (Model* model : {&free, &part}) {
    model->reserve(8, nullptr);
    model->step(random_values(480, 3), labels_for(*model, 8), {});
  }
  for (const LayerInfo& layer : part.layers()) {
    for (std::size_t i = 0; i < layer.parameter_count; ++i) {
      const std::size_t at = layer.parameters + i;
      EXPECT_EQ(part.gradients()[at], layer.frozen ? 0.0F : free.gradients()[at]) << layer.name;
    }
  }
}

// Frozen, a batch norm is a fixed scale and shift: central differences of the layer before it.
TEST(Freeze, gradients_through_a_frozen_batch_norm_match_numerical_differences) {
  Model model = model_of({4, 3, 2}, {"conv2d filters=3 kernel=2x2", "batch_norm trainable=false",
                                     "relu", "flatten", "dense units=2"});
  for (std::size_t c = 0; c < 3; ++c) {
    model.state()[c] = 0.2F * static_cast<float>(c) - 0.1F;
    model.state()[3 + c] = 0.5F + static_cast<float>(c);
  }
  model.reserve(4, nullptr);
  const std::vector<float> x = random_values(96, 1), target = random_values(8, 2);
  model.step_mse(x, target, 4, {});
  const std::vector<float> gradient(model.gradients().begin(), model.gradients().end());
  int off = 0;
  for (std::size_t i = 0; i < 27; ++i) {  // the convolution's kernel and bias
    const float w = model.parameters()[i], h = 0.001F;
    model.parameters()[i] = w + h;
    const double above = model.step_mse(x, target, 4, {}).loss;
    model.parameters()[i] = w - h;
    const double below = model.step_mse(x, target, 4, {}).loss;
    model.parameters()[i] = w;
    if (std::fabs((above - below) / 0.002 - static_cast<double>(gradient[i])) > 2e-3) ++off;
  }
  EXPECT_LE(off, 1);  // a kink may lie under a step
}

TEST(Freeze, the_line_and_the_call_are_the_same_and_unfreezing_undoes_both) {
  Model called = trained_model();
  ASSERT_TRUE(called.freeze_until("low").ok());
  EXPECT_EQ(called.layers()[0].text, "conv2d filters=4 kernel=3x3 trainable=false use_bias=false");
  EXPECT_TRUE(called.layers()[1].frozen);
  EXPECT_FALSE(called.layers()[3].frozen);
  called.unfreeze();
  Model never = trained_model();
  EXPECT_EQ(stepped(called, 2), stepped(never, 2));
  EXPECT_EQ(called.freeze_until("lov").error().message.substr(0, 54),
            "no layer is named 'lov' (did you mean 'low'?); layers:");
}

TEST(Freeze, the_number_of_threads_changes_no_byte) {
  Model one = trained_model(), three = trained_model();
  ThreadPool pool(3);
  for (Model* model : {&one, &three}) ASSERT_TRUE(model->freeze_until("low").ok());
  one.reserve(8, nullptr), three.reserve(8, &pool);
  for (Model* model : {&one, &three}) model->step(random_values(480, 3), labels_for(*model, 8), {});
  EXPECT_TRUE(
      std::equal(one.gradients().begin(), one.gradients().end(), three.gradients().begin()));
}

TEST(Freeze, initialization_may_leave_frozen_layers_alone) {
  Model model = trained_model();
  ASSERT_TRUE(model.freeze_until("low").ok());
  const std::vector<float> before(model.parameters().begin(), model.parameters().end());
  model.initialize(77, Model::Layers::trainable);
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + 72 + 8, model.parameters().begin()));
  const std::size_t kernel = before.size() - 4;  // the last of the dense layer's; then its bias
  EXPECT_NE(model.parameters()[kernel], before[kernel]);
}

TEST(Split, base_and_head_together_answer_like_the_whole) {
  Model model = trained_model();
  SplitModel parts = split_model(model, "features").value();
  const std::vector<float> x = random_values(120, 9);
  EXPECT_EQ(predict(parts.head, predict(parts.base, x, 2), 2), predict(model, x, 2));
  Model joined = join_models(parts.base, parts.head).value();
  EXPECT_EQ(predict(joined, x, 2), predict(model, x, 2));
  EXPECT_EQ(joined.layers()[3].name, "depthwise_conv2d_4");
}

// The head trained on cached features learns what the frozen whole learns, to the roundings of the
// folded batch norm.
TEST(Split, a_head_on_cached_features_learns_what_the_frozen_model_learns) {
  Model whole = trained_model();
  SplitModel parts = split_model(whole, "features").value();
  ASSERT_TRUE(whole.freeze_until("features").ok());
  const std::vector<float> x = random_values(480, 20), features = predict(parts.base, x, 8);
  parts.head.reserve(8, nullptr), whole.reserve(8, nullptr);
  const StepResult a = parts.head.step(features, labels_for(whole, 8), {});
  const StepResult b = whole.step(x, labels_for(whole, 8), {});
  EXPECT_NEAR(a.loss, b.loss, 1e-6);
  const std::size_t head = whole.layers()[7].parameters;
  for (std::size_t i = 0; i < 15; ++i)
    EXPECT_NEAR(parts.head.gradients()[i], whole.gradients()[head + i], 1e-5F) << i;
}

TEST(Split, a_cut_through_a_residual_is_refused_with_the_layer) {
  const Model model =
      model_of({4, 4, 2}, {"conv2d filters=3 name=a", "relu name=b", "conv2d filters=3 name=c",
                           "add from=b", "flatten", "dense units=2"});
  EXPECT_EQ(split_model(model, "c").error().message,
            "layer 4 (add from=b name=add_4) reads 'b', which lies before the cut; cut before that "
            "layer or after this one");
  EXPECT_TRUE(split_model(model, "add_4").ok());
  EXPECT_EQ(split_model(model, "dense_6").error().message,
            "'dense_6' is the last layer, nothing is left for the head");
  EXPECT_NE(split_model(model, "d").error().message.find("no layer is named 'd'"),
            std::string::npos);
}

TEST(Join, shapes_that_do_not_fit_are_refused_with_both) {
  const Model base = model_of({1, 1, 3}, {"dense units=4"}),
              head = model_of({1, 1, 5}, {"dense units=2"});
  EXPECT_EQ(join_models(base, head).error().message,
            "the base gives 1x1x4, the head takes 1x1x5; join a head that was built on this base");
}

TEST(Import, takes_the_layers_that_agree) {
  const Model from = trained_model();
  std::vector<std::string> lines = kLines;
  lines[7] = "dense units=5";
  Model to = model_of({6, 5, 2}, lines);
  EXPECT_EQ(import_weights(to, from).value(), 7);
  const std::vector<std::string> names = {"features"};
  const std::vector<float> x = random_values(60, 2);
  Model whole = trained_model();
  EXPECT_EQ(to.activations(x, 1, names).value()[0].values,
            whole.activations(x, 1, names).value()[0].values);
  EXPECT_EQ(import_weights(to, from, "features").value(), 6);
  EXPECT_EQ(
      import_weights(to, from, "softmax_9").error().message,
      "layer 8 is 'dense units=5' here and 'dense units=3' in the trained model; import until "
      "an earlier layer");
}

TEST(Import, another_input_is_refused) {
  Model to = model_of({7, 5, 2}, {"global_average_pool", "dense units=2"});
  const Model from = model_of({6, 5, 2}, {"global_average_pool", "dense units=2"});
  EXPECT_EQ(import_weights(to, from).error().message,
            "the input is 7x5x2 here and 6x5x2 in the trained model; make them equal");
}

}  // namespace
}  // namespace tadpole
