// SPDX-License-Identifier: Apache-2.0
#include "core/nn/model_of_graph.h"

#include <cmath>
#include <cstring>

#include "core/nn/lowering.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

std::vector<float> answers(Model& model, const std::vector<float>& x, int n) {
  std::vector<float> out(static_cast<std::size_t>(n * model.outputs()));
  model.predict(x, n, out);
  return out;
}

// As if trained: batch norms with statistics of their own.
Model with_random_state(const std::string& name, std::array<int, 3> input) {
  Model model = Model::create(reference_model(name, input, 4).value()).value();
  model.initialize(3);
  const std::vector<float> noise = random_values(model.state().size(), 5);
  for (std::size_t i = 0; i < noise.size(); ++i) model.state()[i] = 1.0F + 0.3F * noise[i];
  return model;
}

struct Case {
  const char* name;
  std::array<int, 3> input;
};

class ModelOfGraph : public testing::TestWithParam<Case> {};

TEST_P(ModelOfGraph, AnswersAsTheModelThatWasLowered) {
  Model model = with_random_state(GetParam().name, GetParam().input);
  Result<Model> back = model_of_graph(model.lower());
  ASSERT_TRUE(back.ok()) << back.error().message;
  const auto [h, w, c] = GetParam().input;
  const std::vector<float> x = random_values(static_cast<std::size_t>(3 * h * w * c), 7);
  const std::vector<float> wanted = answers(model, x, 3), got = answers(back.value(), x, 3);
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(got[i], wanted[i], 1e-5) << i;
}

INSTANTIATE_TEST_SUITE_P(ReadyMade, ModelOfGraph,
                         testing::Values(Case{"tiny_conv", {49, 40, 1}},
                                         Case{"ds_cnn", {49, 10, 1}},
                                         Case{"mobilenet_v1 alpha=0.25", {48, 48, 3}},
                                         Case{"mobilenet_v2 alpha=0.35", {48, 48, 3}},
                                         Case{"resnet8", {32, 32, 3}}, Case{"lenet5", {28, 28, 1}},
                                         Case{"cifar_cnn", {32, 32, 3}}, Case{"mlp", {1, 1, 20}}),
                         [](const auto& tried) {
                           std::string name = tried.param.name;
                           return name.substr(0, name.find(' '));
                         });

// Branches that meet again, and what enlarges.
TEST(ModelOfGraphBranches, AnswerAsTheModelThatWasLowered) {
  Model model = model_of(
      {6, 4, 2},
      {"conv2d filters=3 kernel=3x3 padding=same name=a", "leaky_relu alpha=0.2 name=left",
       "max_pool kernel=2x2 stride=2x2", "conv2d filters=5", "tanh", "upsampling size=2x2",
       "concatenate with=left", "relu name=both", "global_average_pool", "dense units=8", "sigmoid",
       "multiply with=both", "conv2d_transpose filters=4 kernel=3x3 stride=2x2", "relu6",
       "conv2d_transpose filters=2 kernel=2x2 stride=2x2 padding=valid use_bias=false", "flatten",
       "dense units=3"});
  Result<Model> back = model_of_graph(model.lower());
  ASSERT_TRUE(back.ok()) << back.error().message;
  const std::vector<float> x = random_values(3 * 6 * 4 * 2, 7);
  const std::vector<float> wanted = answers(model, x, 3), got = answers(back.value(), x, 3);
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(got[i], wanted[i], 1e-5) << i;
}

// conv 1x1 of two channels to two, int8 with a scale for each filter.
Graph int8_graph() {
  Graph g;
  const auto add = [&](std::string name, DType type, std::vector<int> shape, Quantization q,
                       std::vector<std::uint8_t> data) {
    g.tensors.push_back({.name = std::move(name),
                         .type = type,
                         .shape = std::move(shape),
                         .quantization = std::move(q),
                         .data = std::move(data)});
  };
  add("image", DType::int8, {1, 1, 1, 2}, {{0.5F}, {-128}}, {});
  add("kernel", DType::int8, {2, 1, 1, 2}, {{0.25F, 2.0F}, {0, 0}}, {4, 0xFC, 1, 3});
  const std::int32_t bias[2] = {8, -1};
  std::vector<std::uint8_t> bytes(sizeof(bias));
  std::memcpy(bytes.data(), bias, sizeof(bias));
  add("bias", DType::int32, {2}, {{0.125F, 1.0F}, {0, 0}}, bytes);
  add("sum", DType::int8, {1, 1, 1, 2}, {{1.0F}, {0}}, {});
  g.ops.push_back({.builtin = lowered::kConv2d, .inputs = {0, 1, 2}, .outputs = {3}});
  g.inputs = {0}, g.outputs = {3};
  return g;
}

TEST(ModelOfGraphInt8, KernelsAndBiasesBecomeTheNumbersTheyStandFor) {
  Result<Model> model = model_of_graph(int8_graph());
  ASSERT_TRUE(model.ok()) << model.error().message;
  // By hand: filters (1, -1) and (2, 6), biases 1 and -1; parameters are [in][out].
  const std::vector<float> wanted = {1, 2, -1, 6, 1, -1};
  EXPECT_EQ(
      std::vector<float>(model.value().parameters().begin(), model.value().parameters().end()),
      wanted);
}

TEST(ModelOfGraphInt8, TheInputsRangeIsThatOfItsTensor) {
  const InputRange range = input_range(int8_graph());
  EXPECT_EQ(range.low, 0.0F);
  EXPECT_EQ(range.high, 127.5F);  // 0.5 * (127 + 128)
}

std::string refusal(const Graph& graph) {
  const Result<Model> model = model_of_graph(graph);
  return model.ok() ? "accepted" : model.error().message;
}

TEST(ModelOfGraphRefuses, AnOperatorThatNoLayerComputesByIndexAndOutput) {
  Graph g = int8_graph();
  g.ops[0].builtin = lowered::kSvdf;
  EXPECT_NE(refusal(g).find("operator 0 (gives sum): SVDF"), std::string::npos) << refusal(g);
}

// What joins or enlarges in ways that no layer does.
TEST(ModelOfGraphRefuses, JoiningAlongOtherAxesAndEnlargingByFractions) {
  Graph g = model_of({4, 4, 2}, {"conv2d filters=2 name=a", "relu", "conv2d filters=2",
                                 "concatenate with=a", "upsampling size=2x2"})
                .lower();
  for (GraphOp& op : g.ops)
    if (op.builtin == lowered::kConcatenation) op.options.axis = 1;
  EXPECT_NE(refusal(g).find("it joins along axis 1"), std::string::npos) << refusal(g);
  for (GraphOp& op : g.ops)
    if (op.builtin == lowered::kConcatenation) op.options.axis = -1;
  g.tensors[static_cast<std::size_t>(g.outputs[0])].shape = {1, 6, 8, 4};
  EXPECT_NE(refusal(g).find("it makes 6x8 of 4x4"), std::string::npos) << refusal(g);
}

TEST(ModelOfGraphRefuses, IntegersWithoutScale) {
  Graph g = int8_graph();
  g.tensors[1].quantization = {};
  EXPECT_NE(refusal(g).find("'kernel' holds integers without a scale"), std::string::npos);
}

TEST(ModelOfGraphRefuses, ScalesThatFitNoAxis) {
  Graph g = int8_graph();
  g.tensors[1].quantization.axis = 3;
  g.tensors[1].quantization.scale = {1, 1, 1};
  EXPECT_NE(refusal(g).find("3 scales"), std::string::npos);
}

TEST(ModelOfGraphRefuses, AKernelForOtherChannels) {
  Graph g = int8_graph();
  g.tensors[0].shape = {1, 1, 1, 3};
  EXPECT_NE(refusal(g).find("takes 2 channels, its input has 3"), std::string::npos);
}

TEST(ModelOfGraphRefuses, AKernelThatIsComputed) {
  Graph g = int8_graph();
  g.tensors[1].data.clear();
  EXPECT_NE(refusal(g).find("'kernel' is no constant of 4 numbers"), std::string::npos);
}

TEST(ModelOfGraphRefuses, ABatchOfMany) {
  Graph g = int8_graph();
  g.tensors[0].shape[0] = 8;
  EXPECT_NE(refusal(g).find("expected a batch of one sample"), std::string::npos);
}

TEST(ModelOfGraphRefuses, TwoInputs) {
  Graph g = int8_graph();
  g.inputs = {0, 3};
  EXPECT_NE(refusal(g).find("2 inputs"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
