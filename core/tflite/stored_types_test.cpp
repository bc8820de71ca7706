// SPDX-License-Identifier: Apache-2.0
// Models of 16-bit activations, and of float activations with int8 weights, through file and
// executor; golden_int16_test.cpp has other people's numbers.
#include <gtest/gtest.h>

#include <cmath>

#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

GraphTensor int16_tensor(const std::string& name, std::vector<int> shape, float scale,
                         int zero_point = 0) {
  return {name, DType::int16, std::move(shape), {{scale}, {zero_point}, 0}, {}, false};
}

GraphTensor real_tensor(const std::string& name, std::vector<int> shape) {
  return {name, DType::float32, std::move(shape), {}, {}, false};
}

template <typename T>
GraphTensor constant(const std::string& name, DType type, std::vector<int> shape,
                     const std::vector<T>& values) {
  return {name, type, std::move(shape), {}, as_bytes(values), false};
}

Graph one_op(int code, std::vector<GraphTensor> tensors, OpOptions options = {}) {
  Graph graph;
  GraphOp op{code, "", 1, {}, {static_cast<int>(tensors.size()) - 1}, std::move(options)};
  for (std::size_t i = 0; i + 1 < tensors.size(); ++i) op.inputs.push_back(static_cast<int>(i));
  graph.outputs = op.outputs;
  graph.tensors = std::move(tensors);
  graph.inputs = {0};
  graph.ops = {op};
  return graph;
}

std::string refusal(const Graph& graph) {
  const Result<TfliteExecutor> executor = TfliteExecutor::create(write_tflite(graph).value());
  return executor.ok() ? "" : executor.error().message;
}

template <typename T>
std::vector<T> answer(const Graph& graph, const std::vector<T>& input) {
  Result<TfliteExecutor> made = TfliteExecutor::create(write_tflite(graph).value());
  EXPECT_TRUE(made.ok()) << made.error().message;
  if (!made.ok()) return {};
  TfliteExecutor executor = std::move(made).value();
  EXPECT_EQ(executor.input(0).size(), input.size() * sizeof(T));
  std::memcpy(executor.input(0).data(), input.data(), executor.input(0).size());
  EXPECT_TRUE(executor.run().ok());
  std::vector<T> output(executor.output(0).size() / sizeof(T));
  std::memcpy(output.data(), executor.output(0).data(), executor.output(0).size());
  return output;
}

using Int16s = std::vector<std::int16_t>;

// A dense layer of two inputs and one output: scales 1/2 and 1/4 in, 1/8 out, weights 3 and -2.
Graph dense(GraphTensor bias) {
  GraphTensor weights = constant<std::int8_t>("w", DType::int8, {1, 2}, {3, -2});
  weights.quantization = {{0.25F}, {0}, 0};
  bias.quantization = {{0.125F}, {0}, 0};
  return one_op(builtin::kFullyConnected, {int16_tensor("in", {1, 2}, 0.5F), weights,
                                           std::move(bias), int16_tensor("out", {1, 1}, 0.125F)});
}

TEST(StoredTypes, ADenseLayerOf16BitsTakesABiasOf32Or64) {
  // By hand: 1000 * 3 - 200 * 2 + 7, and scales that cancel.
  const Int16s input = {1000, 200};
  EXPECT_EQ(answer(dense(constant<std::int32_t>("b", DType::int32, {1}, {7})), input),
            (Int16s{2607}));
  EXPECT_EQ(answer(dense(constant<std::int64_t>("b", DType::int64, {1}, {7})), input),
            (Int16s{2607}));
  EXPECT_EQ(answer(dense(constant<std::int64_t>("b", DType::int64, {1}, {1LL << 30})), input),
            (Int16s{32767}));
  EXPECT_NE(refusal(dense(constant<std::int16_t>("b", DType::int16, {1}, {7})))
                .find("of a width that the operator sums in"),
            std::string::npos);
}

TEST(StoredTypes, SixteenBitsAreSymmetric) {
  Graph graph = dense(constant<std::int32_t>("b", DType::int32, {1}, {7}));
  graph.tensors[0].quantization.zero_point = {3};
  EXPECT_NE(refusal(graph).find("not 0 in 16 bits"), std::string::npos) << refusal(graph);
}

TEST(StoredTypes, ADepthwiseLayerOf16BitsSumsIn64) {
  GraphTensor weights = constant<std::int8_t>("w", DType::int8, {1, 1, 1, 2}, {3, -2});
  weights.quantization = {{0.25F, 0.25F}, {0, 0}, 3};
  GraphTensor bias = constant<std::int32_t>("b", DType::int32, {2}, {0, 0});
  Graph graph =
      one_op(builtin::kDepthwiseConv2d, {int16_tensor("in", {1, 1, 1, 2}, 0.5F), weights, bias,
                                         int16_tensor("out", {1, 1, 1, 2}, 0.125F)});
  EXPECT_NE(refusal(graph).find("of a width that the operator sums in"), std::string::npos);
  graph.tensors[2] = constant<std::int64_t>("b", DType::int64, {2}, {1, -1});
  EXPECT_EQ(answer(graph, Int16s{100, 100}), (Int16s{301, -201}));
}

TEST(StoredTypes, CurvesOf16BitsAreRefusedOnOtherScales) {
  for (const int code : {builtin::kSoftmax, builtin::kLogistic, builtin::kTanh}) {
    const auto with_scale = [code](float scale) {
      return one_op(code, {int16_tensor("in", {1, 2}, 0.001F), int16_tensor("out", {1, 2}, scale)});
    };
    EXPECT_NE(refusal(with_scale(1.0F / 256.0F)).find("1/32768 and 0"), std::string::npos) << code;
    EXPECT_EQ(refusal(with_scale(1.0F / 32768.0F)), "") << code;
  }
  EXPECT_NE(refusal(one_op(builtin::kTanh, {int16_tensor("in", {2}, 9.0F),
                                            int16_tensor("out", {2}, 1.0F / 32768.0F)}))
                .find("ratio of input and output scales"),
            std::string::npos);
}

TEST(StoredTypes, SmallOperatorsTake16Bits) {
  const Int16s input = {-600, 100, 700, 20000};
  const GraphTensor in = int16_tensor("in", {1, 2, 2, 1}, 0.01F);
  const GraphTensor same = int16_tensor("out", {1, 2, 2, 1}, 0.01F);
  EXPECT_EQ(answer(one_op(builtin::kRelu, {in, same}), input), (Int16s{0, 100, 700, 20000}));
  EXPECT_EQ(answer(one_op(builtin::kRelu6, {in, same}), input), (Int16s{0, 100, 600, 600}));
  OpOptions pool;
  pool.filter_h = pool.filter_w = 2;
  const GraphTensor one = int16_tensor("out", {1, 1, 1, 1}, 0.01F);
  EXPECT_EQ(answer(one_op(builtin::kMaxPool2d, {in, one}, pool), input), (Int16s{20000}));
  EXPECT_EQ(answer(one_op(builtin::kAveragePool2d, {in, one}, pool), input), (Int16s{5050}));
  const GraphTensor axes = constant<std::int32_t>("axes", DType::int32, {2}, {1, 2});
  EXPECT_EQ(answer(one_op(builtin::kMean, {in, axes, int16_tensor("out", {1, 1}, 0.02F)}), input),
            (Int16s{2525}));
  // -6 is 0, 1 is 4/6, 7 and 200 are themselves; one step more or less by two roundings.
  const Int16s swish = answer(one_op(builtin::kHardSwish, {in, same}), input);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(swish[i], (Int16s{0, 67, 700, 20000})[i], 1) << i;
}

TEST(StoredTypes, ATransposedConvolutionWidensABiasOf16Bits) {
  GraphTensor weights = constant<std::int8_t>("w", DType::int8, {1, 1, 1, 1}, {3});
  weights.quantization = {{0.25F}, {0}, 0};
  Graph graph = one_op(
      builtin::kTransposeConv,
      {constant<std::int32_t>("shape", DType::int32, {4}, {1, 1, 2, 1}), weights,
       int16_tensor("in", {1, 1, 2, 1}, 0.5F), constant<std::int16_t>("b", DType::int16, {1}, {-5}),
       int16_tensor("out", {1, 1, 2, 1}, 0.125F)});
  graph.inputs = {2};
  EXPECT_EQ(answer(graph, Int16s{100, -100}), (Int16s{295, -305}));
  graph.tensors[3] = constant<std::int64_t>("b", DType::int64, {1}, {-5});
  EXPECT_EQ(answer(graph, Int16s{100, -100}), (Int16s{295, -305}));
  graph.tensors[3] = constant<std::int32_t>("b", DType::int32, {1}, {-5});
  EXPECT_NE(refusal(graph).find("of a width that the operator sums in"), std::string::npos);
}

// Input 1 and -1 in steps of 1/127: 127 and -127; weights 4 and 1 of scale 1/2.
Graph dynamic_dense(float weight_scale, std::int64_t zero_point) {
  GraphTensor weights = constant<std::int8_t>("w", DType::int8, {1, 2}, {4, 1});
  weights.quantization = {{weight_scale}, {zero_point}, 0};
  return one_op(builtin::kFullyConnected,
                {real_tensor("in", {1, 2}), weights,
                 constant<float>("b", DType::float32, {1}, {0.25F}), real_tensor("out", {1, 1})});
}

TEST(StoredTypes, ADenseLayerOfFloatActivationsAndInt8WeightsRuns) {
  const auto symmetric = answer<float>(dynamic_dense(0.5F, 0), {1.0F, -1.0F});
  EXPECT_NEAR(symmetric[0], 1.75F, 1e-6F);
  Graph asymmetric = dynamic_dense(0.5F, 0);
  asymmetric.ops[0].options.asymmetric_quantize_inputs = true;
  // 2/255 a step, zero at -0.5 -> -1 or 0: each input is off by half a step at most.
  EXPECT_NEAR(answer<float>(asymmetric, {1.0F, -1.0F})[0], 1.75F, 2.5F / 255.0F);
  EXPECT_NE(answer<float>(asymmetric, {1.0F, -1.0F})[0], symmetric[0]);
}

TEST(StoredTypes, Int8WeightsOfFloatActivationsAreChecked) {
  EXPECT_NE(refusal(dynamic_dense(0.5F, 4)).find("symmetric weights are expected"),
            std::string::npos);
  EXPECT_NE(refusal(dynamic_dense(-1.0F, 0)).find("a scale is not a positive"), std::string::npos);
  Graph graph = dynamic_dense(0.5F, 0);
  graph.tensors[2] = constant<std::int32_t>("b", DType::int32, {1}, {1});
  EXPECT_NE(refusal(graph).find("the bias is not"), std::string::npos);
}

GraphTensor stored_weights(const std::string& name, std::vector<int> shape, float scale,
                           const std::vector<std::int8_t>& values) {
  GraphTensor weights = constant<std::int8_t>(name, DType::int8, std::move(shape), values);
  weights.quantization = {{scale}, {0}, 0};
  return weights;
}

// (2 - 1) * 0.5 remembered, 4 * 0.25 times that, and what was remembered before 8 * 0.25 times.
TEST(StoredTypes, AnSvdfOfFloatActivationsAndInt8WeightsRemembersFloats) {
  GraphTensor state = real_tensor("state", {1, 2});
  state.is_variable = true;
  OpOptions options;
  options.rank = 1;
  Graph graph =
      one_op(builtin::kSvdf,
             {real_tensor("in", {1, 2}), stored_weights("feature", {1, 2}, 0.5F, {2, 1}),
              stored_weights("time", {1, 2}, 0.25F, {8, 4}),
              constant<float>("b", DType::float32, {1}, {3}), state, real_tensor("out", {1, 1})},
             options);
  TfliteExecutor executor = TfliteExecutor::create(write_tflite(graph).value()).value();
  for (const float wanted : {3.5F, 4.5F}) {
    const float input[] = {1.0F, -1.0F};
    std::memcpy(executor.input(0).data(), input, sizeof input);
    ASSERT_TRUE(executor.run().ok());
    float output = 0.0F;
    std::memcpy(&output, executor.output(0).data(), sizeof output);
    EXPECT_FLOAT_EQ(output, wanted);
  }
  graph.tensors[2] = constant<float>("time", DType::float32, {1, 2}, {2, 1});
  EXPECT_NE(refusal(graph).find("the weights' element type"), std::string::npos);
}

// Each input writes its two products; 127 and 10 of 127 are exact in int8.
TEST(StoredTypes, ATransposedConvolutionOfFloatActivationsAndInt8WeightsRuns) {
  OpOptions options;
  options.stride_w = 2;
  Graph graph =
      one_op(builtin::kTransposeConv,
             {constant<std::int32_t>("shape", DType::int32, {4}, {1, 1, 4, 1}),
              stored_weights("w", {1, 1, 2, 1}, 0.5F, {2, 1}), real_tensor("in", {1, 1, 2, 1}),
              constant<float>("b", DType::float32, {1}, {3}), real_tensor("out", {1, 1, 4, 1})},
             options);
  graph.inputs = {2};
  const auto got = answer<float>(graph, {10.0F, 127.0F});
  const float wanted[] = {13.0F, 8.0F, 130.0F, 66.5F};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(got.at(i), wanted[i]);
}

TEST(StoredTypes, FilesCarryTheVersionsThatTheTypesAskFor) {
  const auto version = [](const Graph& graph) {
    return read_tflite(write_tflite(graph).value()).value().ops[0].version;
  };
  EXPECT_EQ(version(dense(constant<std::int64_t>("b", DType::int64, {1}, {7}))), 7);
  Graph graph = dynamic_dense(0.5F, 0);
  EXPECT_EQ(version(graph), 3);
  graph.ops[0].options.asymmetric_quantize_inputs = true;
  EXPECT_EQ(version(graph), 9);
  EXPECT_TRUE(
      read_tflite(write_tflite(graph).value()).value().ops[0].options.asymmetric_quantize_inputs);
  EXPECT_EQ(version(one_op(builtin::kRelu,
                           {int16_tensor("in", {2}, 1.0F), int16_tensor("out", {2}, 1.0F)})),
            3);
}

}  // namespace
}  // namespace tadpole
