// SPDX-License-Identifier: Apache-2.0
// Expected numbers from the formulas.
#include <cmath>

#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

const std::vector<float> kX = {-4, -1, -0.5F, 0, 0.5F, 2, 7};

void expect_map(const std::string& type, const std::string& ops, float (*f)(float),
                const std::vector<WireWriter>& attributes = {}) {
  const ImportedModel model = imported(one_node({1, 7}, type, {}, attributes));
  EXPECT_EQ(ops_text(model.graph), ops);
  std::vector<float> y;
  for (const float x : kX) y.push_back(f(x));
  expect_close(run_imported(model, {kX}), y);
}

TEST(OnnxActivation, each_is_its_formula) {
  expect_map("Relu", "RELU", [](float x) { return std::max(x, 0.0F); });
  expect_map("Sigmoid", "LOGISTIC", [](float x) { return 1.0F / (1.0F + std::exp(-x)); });
  expect_map("Tanh", "TANH", [](float x) { return std::tanh(x); });
  expect_map("HardSwish", "HARD_SWISH",
             [](float x) { return x * std::clamp(x + 3.0F, 0.0F, 6.0F) / 6.0F; });
  expect_map("LeakyRelu", "LEAKY_RELU", [](float x) { return x < 0 ? 0.25F * x : x; },
             {attribute("alpha", 0.25F)});
  expect_map("HardSigmoid", "MUL ADD+relu6 MUL",
             [](float x) { return std::clamp(0.2F * x + 0.5F, 0.0F, 1.0F); });
}

OnnxBuilder clip(float low, float high) {
  return one_node({1, 7}, "Clip", {"low", "high"})
      .constant("low", {}, {low})
      .constant("high", {}, {high});
}

TEST(OnnxActivation, clip_is_relu_or_relu6) {
  EXPECT_EQ(ops_text(imported(clip(0, 6)).graph), "RELU6");
  EXPECT_EQ(ops_text(imported(clip(0, 3.4028235e38F)).graph), "RELU");
  EXPECT_EQ(run_imported(imported(clip(0, 6)), {kX}), (std::vector<float>{0, 0, 0, 0, 0.5F, 2, 6}));
  EXPECT_NE(refusal(clip(0, 1)).find("it clips to 0 to 1, we have 0 to 6"), std::string::npos);
}

TEST(OnnxActivation, x_times_hard_sigmoid_is_hard_swish) {
  OnnxBuilder builder;
  builder.input("x", {1, 7});
  builder.node("HardSigmoid", {"x"}, {"h"}, {attribute("alpha", 1.0F / 6.0F)});
  const ImportedModel model = imported(builder.node("Mul", {"x", "h"}, {"y"}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "HARD_SWISH");
  EXPECT_EQ(run_imported(model, {kX})[6], 7.0F);
}

TEST(OnnxActivation, relu_is_not_fused_when_others_read_what_is_before_it) {
  OnnxBuilder builder;
  builder.input("x", {1, 1, 1, 2}).constant("w", {1, 1, 1, 1}, {1});
  builder.node("Conv", {"x", "w"}, {"c"}).node("Relu", {"c"}, {"r"});
  const ImportedModel model = imported(builder.node("Add", {"c", "r"}, {"y"}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "CONV_2D RELU ADD");
  EXPECT_EQ(run_imported(model, {{-1, 2}}), (std::vector<float>{-1, 4}));
  OnnxBuilder shown;
  shown.input("x", {1, 1, 1, 2}).constant("w", {1, 1, 1, 1}, {1}).node("Conv", {"x", "w"}, {"c"});
  shown.output("c").node("Relu", {"c"}, {"r"}).output("r");
  EXPECT_EQ(run_imported(imported(shown), {{-1, 2}}), (std::vector<float>{-1, 2}));
}

TEST(OnnxActivation, p_relu_of_one_slope_is_leaky_relu) {
  OnnxBuilder one = one_node({1, 2, 1, 1}, "PRelu", {"s"});
  EXPECT_EQ(run_imported(imported(one.constant("s", {1}, {0.5F})), {{-2, 2}}),
            (std::vector<float>{-1, 2}));
  OnnxBuilder two = one_node({1, 2, 1, 1}, "PRelu", {"s"});
  EXPECT_NE(refusal(two.constant("s", {2, 1, 1}, {0.5F, 0.25F})).find("num_parameters=1"),
            std::string::npos);
}

std::vector<float> softmax(const std::vector<float>& x) {
  float sum = 0;
  for (const float value : x) sum += std::exp(value);
  std::vector<float> y;
  for (const float value : x) y.push_back(std::exp(value) / sum);
  return y;
}

TEST(OnnxActivation, softmax_over_the_channels_of_a_picture) {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 1, 2}).constant("w", {2, 2, 1, 1}, {1, 0, 0, 1});
  builder.node("Conv", {"x", "w"}, {"c"});
  const ImportedModel model =
      imported(builder.node("Softmax", {"c"}, {"y"}, {attribute("axis", 1)}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "CONV_2D SOFTMAX");
  const std::vector<float> a = softmax({1, 3}), b = softmax({2, 5});
  expect_close(run_imported(model, {{1, 2, 3, 5}}), {a[0], b[0], a[1], b[1]});
}

TEST(OnnxActivation, log_softmax_at_the_end_is_softmax_and_says_so) {
  const ImportedModel model = imported(one_node({1, 7}, "LogSoftmax", {}));
  expect_close(run_imported(model, {kX}), softmax(kX));
  ASSERT_EQ(model.notes.size(), 1U);
  EXPECT_NE(model.notes[0].find("'y' holds probabilities"), std::string::npos);
  OnnxBuilder inside;
  inside.input("x", {1, 7}).node("LogSoftmax", {"x"}, {"l"}).node("Relu", {"l"}, {"y"});
  EXPECT_NE(refusal(inside.output("y")).find("it is not the last operator"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
