// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"
#include "device/model/executor.h"

namespace tadpole {
namespace {

// Input -> one operator -> output.
Graph one_op_graph(int code, GraphTensor input, std::vector<GraphTensor> constants,
                   GraphTensor output, OpOptions options = {}) {
  Graph graph;
  GraphOp op{code, "", 1, {0}, {}, std::move(options)};
  graph.tensors.push_back(std::move(input));
  for (GraphTensor& constant : constants) {
    op.inputs.push_back(static_cast<int>(graph.tensors.size()));
    graph.tensors.push_back(std::move(constant));
  }
  op.outputs = {static_cast<int>(graph.tensors.size())};
  graph.tensors.push_back(std::move(output));
  graph.ops = {op};
  graph.inputs = {0};
  graph.outputs = op.outputs;
  return graph;
}

GraphTensor int32_constant(std::vector<int> shape, const std::vector<std::int32_t>& values) {
  return {"constant", DType::int32, std::move(shape), {}, as_bytes(values), false};
}
GraphTensor float_tensor(std::vector<int> shape) {
  return {"float", DType::float32, std::move(shape), {}, {}, false};
}
GraphTensor named(GraphTensor tensor, const char* name) {
  tensor.name = name;
  return tensor;
}

std::vector<std::uint8_t> run(const Graph& graph, const std::vector<std::uint8_t>& input) {
  Result<TfliteExecutor> executor = TfliteExecutor::create(write_tflite(graph).value());
  EXPECT_TRUE(executor.ok()) << executor.error().message;
  if (!executor.ok()) return {};
  std::copy(input.begin(), input.end(), executor.value().input(0).begin());
  EXPECT_TRUE(executor.value().run().ok());
  const auto output = executor.value().output(0);
  return {output.begin(), output.end()};
}

std::string refusal(const Graph& graph) {
  Result<Bytes> bytes = write_tflite(graph);
  if (!bytes.ok()) return bytes.error().message;
  Result<TfliteExecutor> executor = TfliteExecutor::create(bytes.value());
  return executor.ok() ? "accepted" : executor.error().message;
}

TEST(TfliteExecutor, RunsASmallModelAsComputedByHand) {
  // conv: input 3 + {2,4,6,8} is {1,2,3,4} in real numbers. Channel 0: 0.25 * (1 2 3 4) gives 7.5 +
  // bias 0.5 = 8; channel 1: 0.125 * (5 6 7 8) gives 8.75 - bias 0.25 = 8.5. dense: rows 0.5 * (1
  // 2), (3 4), (5 6) plus 0.25, 0.5, 0.75.
  Result<TfliteExecutor> executor =
      TfliteExecutor::create(write_tflite(small_int8_graph()).value());
  ASSERT_TRUE(executor.ok()) << executor.error().message;
  const std::vector<std::uint8_t> input = {5, 7, 9, 11};
  std::copy(input.begin(), input.end(), executor.value().input(0).begin());
  executor.value().keep_all_tensors();
  ASSERT_TRUE(executor.value().run().ok());
  const auto conv = executor.value().tensor(3);
  EXPECT_EQ(static_cast<std::int8_t>(conv[0]), 16 - 128);
  EXPECT_EQ(static_cast<std::int8_t>(conv[1]), 17 - 128);
  const auto dense = executor.value().tensor(6);
  EXPECT_EQ(static_cast<std::int8_t>(dense[0]), 51);   // (4 + 8.5 + 0.25) / 0.25
  EXPECT_EQ(static_cast<std::int8_t>(dense[1]), 118);  // (12 + 17 + 0.5) / 0.25
  EXPECT_EQ(static_cast<std::int8_t>(dense[2]), 127);
  EXPECT_EQ(executor.value().macs(), 14);
}

TEST(TfliteExecutor, MeanOverHeightAndWidth) {
  OpOptions options;
  const Graph graph = one_op_graph(builtin::kMean, float_tensor({1, 2, 2, 1}),
                                   {int32_constant({2}, {1, 2})}, float_tensor({1, 1}), options);
  const std::vector<std::uint8_t> out = run(graph, as_bytes<float>({1, 2, 3, 6}));
  EXPECT_EQ(out, as_bytes<float>({3.0F}));
}

TEST(TfliteExecutor, PadWithTheZeroPoint) {
  const Graph graph =
      one_op_graph(builtin::kPad, int8_tensor("in", {1, 2}, 1.0F, -7),
                   {int32_constant({2, 2}, {0, 0, 1, 0})}, int8_tensor("out", {1, 3}, 1.0F, -7));
  EXPECT_EQ(run(graph, {1, 2}), (std::vector<std::uint8_t>{static_cast<std::uint8_t>(-7), 1, 2}));
}

TEST(TfliteExecutor, QuantizeAndDequantizeMeetTheSpecification) {
  const Graph quantize = one_op_graph(builtin::kQuantize, float_tensor({1, 2}), {},
                                      int8_tensor("out", {1, 2}, 0.5F, 10));
  EXPECT_EQ(run(quantize, as_bytes<float>({1.0F, 0.25F})), (std::vector<std::uint8_t>{12, 11}));
  const Graph dequantize = one_op_graph(builtin::kDequantize, int8_tensor("in", {1, 2}, 0.5F, 10),
                                        {}, float_tensor({1, 2}));
  EXPECT_EQ(run(dequantize, {12, 11}), as_bytes<float>({1.0F, 0.5F}));
}

TEST(TfliteExecutor, ReluRelu6AndLogistic) {
  const auto unary = [](int code, float out_scale, int out_zero) {
    return one_op_graph(code, int8_tensor("in", {1, 3}, 0.1F, 0), {},
                        int8_tensor("out", {1, 3}, out_scale, out_zero));
  };
  const std::vector<std::uint8_t> in = {static_cast<std::uint8_t>(-20), 20, 100};
  EXPECT_EQ(run(unary(builtin::kRelu, 0.1F, 0), in), (std::vector<std::uint8_t>{0, 20, 100}));
  EXPECT_EQ(run(unary(builtin::kRelu6, 0.1F, 0), in), (std::vector<std::uint8_t>{0, 20, 60}));
  const std::vector<std::uint8_t> out = run(unary(builtin::kLogistic, 1.0F / 256.0F, -128), in);
  EXPECT_EQ(static_cast<std::int8_t>(out[1]), std::lround(256.0 / (1.0 + std::exp(-2.0))) - 128);
}

TEST(TfliteExecutor, AddRunsInPlaceOfAnInputNobodyNeedsAnyMore) {
  Graph graph =
      one_op_graph(builtin::kAdd, float_tensor({64}), {float_tensor({64})}, float_tensor({64}));
  graph.inputs = {0, 1};
  Result<TfliteExecutor> executor = TfliteExecutor::create(write_tflite(graph).value());
  ASSERT_TRUE(executor.ok()) << executor.error().message;
  EXPECT_EQ(executor.value().arena_bytes(), 2U * 256U);
}

TEST(TfliteExecutor, AReshapeThatIsAlsoAnOutputKeepsItsBytes) {
  Graph graph = one_op_graph(builtin::kReshape, float_tensor({4}), {}, float_tensor({2, 2}));
  graph.tensors.push_back(float_tensor({4}));
  graph.ops.push_back({builtin::kRelu, "", 1, {0}, {2}, {}});
  graph.outputs = {1, 2};
  EXPECT_EQ(run(graph, as_bytes<float>({-1, 2, -3, 4})), as_bytes<float>({-1, 2, -3, 4}));
}

struct Refused {
  const char* name;
  std::function<void(Graph&)> break_it;
  const char* words;
};

class Refusals : public testing::TestWithParam<Refused> {};

TEST_P(Refusals, SayWhatIsWrong) {
  Graph graph = small_int8_graph();
  GetParam().break_it(graph);
  const std::string message = refusal(graph);
  EXPECT_NE(message.find(GetParam().words), std::string::npos) << message;
}

const Refused kRefused[] = {
    {"OperatorVersion", [](Graph& g) { g.ops[0].version = 99; },
     "operator 0 CONV_2D (output 'conv'): this version of the operator is not supported (found 99, "
     "at most"},
    {"OutputShape",
     [](Graph& g) {
       g.tensors[3].shape = {1, 1, 2, 2};
     },
     "the output's shape is not what"},
    {"OutputType", [](Graph& g) { g.tensors[3].type = DType::uint8; }, "the output's element type"},
    {"BiasType", [](Graph& g) { g.tensors[2].type = DType::float32; }, "the bias is not int32"},
    {"BiasShape",
     [](Graph& g) {
       g.tensors[5].shape = {2};
       g.tensors[5].data.resize(8);
     },
     "the bias does not have one value"},
    {"WeightsType", [](Graph& g) { g.tensors[1].type = DType::uint8; },
     "the weights' element type"},
    {"Hybrid", [](Graph& g) { g.tensors[0].type = DType::float32; },
     "the output's element type does not go with the input's"},
    {"WeightsShape",
     [](Graph& g) {
       g.tensors[4].shape = {2, 3};
     },
     "the weights' shape does not fit the input"},
    {"InputRank",
     [](Graph& g) {
       g.tensors[0].shape = {2, 2};
     },
     "the input's shape does not fit"},
    {"ChannelCount",
     [](Graph& g) {
       g.tensors[1].shape = {2, 2, 1, 2};
       g.tensors[3].shape = {1, 1, 2, 2};
     },
     "input channels are no multiple"},
    {"Stride", [](Graph& g) { g.ops[0].options.stride_h = 0; }, "a stride is out of range"},
    {"Dilation", [](Graph& g) { g.ops[0].options.dilation_w = 1 << 24; },
     "a dilation is out of range"},
    {"DilationZero", [](Graph& g) { g.ops[0].options.dilation_w = -3; },
     "the filter's size is out of range"},
    {"Activation", [](Graph& g) { g.ops[0].options.activation = Activation::tanh; },
     "the fused activation"},
    {"NoScale", [](Graph& g) { g.tensors[0].quantization = {}; }, "has no scale and zero point"},
    {"ScaleZero", [](Graph& g) { g.tensors[0].quantization.scale = {0.0F}; },
     "a scale is not a positive finite number"},
    {"ScaleInfinite",
     [](Graph& g) { g.tensors[3].quantization.scale = {std::numeric_limits<float>::infinity()}; },
     "a scale is not a positive finite number"},
    {"ScaleNaN", [](Graph& g) { g.tensors[4].quantization.scale = {std::nanf("")}; },
     "a scale is not a positive"},
    {"ScaleCount",
     [](Graph& g) {
       g.tensors[4].quantization = {{1.0F, 1.0F}, {0, 0}, 1};
     },
     "the number of scales is neither"},
    {"ZeroPoint", [](Graph& g) { g.tensors[0].quantization.zero_point = {128}; },
     "a zero point is outside"},
    {"ZeroPointHuge", [](Graph& g) { g.tensors[0].quantization.zero_point = {1LL << 40}; },
     "a zero point is outside"},
    {"WeightsZeroPoint", [](Graph& g) { g.tensors[4].quantization.zero_point = {1}; },
     "symmetric weights"},
    {"ScaleRatio",
     [](Graph& g) {
       g.tensors[0].quantization.scale = {1e30F};
       g.tensors[3].quantization.scale = {1e-30F};
     },
     "the ratio of input and output scales"},
    {"SoftmaxOutput", [](Graph& g) { g.tensors[7].quantization.scale = {0.5F}; },
     "softmax must have scale 1/256"},
    {"Beta", [](Graph& g) { g.ops[2].options.beta = -1.0F; },
     "beta is not a positive finite number"},
    {"InputCount", [](Graph& g) { g.ops[1].inputs = {3}; }, "the number of inputs is wrong"},
    {"OutputCount",
     [](Graph& g) {
       g.ops[2].outputs = {};
       g.outputs = {6};
     },
     "the number of outputs is wrong"},
    {"ReadBeforeWritten", [](Graph& g) { std::swap(g.ops[1], g.ops[2]); },
     "read before any operator wrote it"},
    {"WrittenTwice", [](Graph& g) { g.ops[2].outputs = {3}; }, "written by two operators"},
    {"WritesConstant", [](Graph& g) { g.ops[2].outputs = {4}; }, "a constant is written"},
    {"NeverWritten", [](Graph& g) { g.ops.pop_back(); }, "an output of the model is never written"},
    {"NoOutputs", [](Graph& g) { g.outputs.clear(); }, "no inputs or no outputs"},
    {"EmptyTensor",
     [](Graph& g) {
       g.tensors[0].shape = {1, 0, 2, 1};
     },
     "a dimension of 0"},
    {"TooLarge",
     [](Graph& g) {
       g.tensors[0].shape = {1, 65536, 65536, 1};
     },
     "larger than 2 GB"},
    {"RankTooHigh", [](Graph& g) { g.tensors[0].shape = {1, 1, 1, 1, 1, 2, 2}; },
     "more than 6 dimensions"},
    {"NoRoom",
     [](Graph& g) {
       g.tensors[0].shape = {1, 32767, 65536, 1};
       g.tensors[3].shape = {1, 32766, 65535, 2};
     },
     "larger than 2 GB"},
};

INSTANTIATE_TEST_SUITE_P(Each, Refusals, testing::ValuesIn(kRefused),
                         [](const auto& one) { return one.param.name; });

TEST(TfliteExecutor, OperatorsRefuseWhatDoesNotFitThem) {
  OpOptions pool;
  pool.filter_h = pool.filter_w = 2;
  Graph graph =
      one_op_graph(builtin::kAveragePool2d, named(int8_tensor("", {1, 2, 2, 1}, 1.0F, 0), "in"), {},
                   int8_tensor("out", {1, 1, 1, 1}, 2.0F, 0), pool);
  EXPECT_NE(refusal(graph).find("the same scale and zero point"), std::string::npos)
      << refusal(graph);
  graph = one_op_graph(builtin::kMean, float_tensor({2, 2}), {int32_constant({1}, {5})},
                       float_tensor({2}));
  EXPECT_NE(refusal(graph).find("an axis is out of range"), std::string::npos) << refusal(graph);
  graph = one_op_graph(builtin::kMean, float_tensor({2, 2}),
                       {{"axis", DType::int32, {1}, {}, {}, false}}, float_tensor({2}));
  graph.inputs = {0, 1};
  EXPECT_NE(refusal(graph).find("must be constant"), std::string::npos) << refusal(graph);
  graph = one_op_graph(builtin::kPad, float_tensor({2}), {int32_constant({1, 2}, {-1, 2})},
                       float_tensor({3}));
  EXPECT_NE(refusal(graph).find("the paddings do not fit"), std::string::npos) << refusal(graph);
  graph = one_op_graph(builtin::kAdd, float_tensor({2}), {float_tensor({3})}, float_tensor({3}));
  graph.inputs = {0, 1};
  EXPECT_NE(refusal(graph).find("do not broadcast"), std::string::npos) << refusal(graph);
  graph = one_op_graph(builtin::kLogistic, int8_tensor("in", {2}, 1.0F, 0), {},
                       int8_tensor("out", {2}, 1.0F, 0));
  EXPECT_NE(refusal(graph).find("logistic must have scale 1/256"), std::string::npos)
      << refusal(graph);
  graph = one_op_graph(builtin::kDepthwiseConv2d, float_tensor({1, 1, 1, 2}),
                       {{"w", DType::float32, {1, 1, 1, 3}, {}, as_bytes<float>({1, 2, 3}), false}},
                       float_tensor({1, 1, 1, 3}));
  EXPECT_NE(refusal(graph).find("no multiple of input channels"), std::string::npos)
      << refusal(graph);
  graph = one_op_graph(builtin::kRelu, {"in", DType::int32, {2}, {}, {}, false}, {},
                       {"out", DType::int32, {2}, {}, {}, false});
  EXPECT_NE(refusal(graph).find("the input's element type is not supported"), std::string::npos)
      << refusal(graph);
}

TEST(TfliteExecutor, AnUnknownOperatorIsNamedWithItsOutput) {
  constexpr std::uint8_t kPow = 78;
  Bytes bytes = write_tflite(small_int8_graph()).value();
  // SOFTMAX becomes POW: its number stands in two fields, and no other byte of this file has that
  // value.
  for (std::uint8_t& byte : bytes) byte = byte == builtin::kSoftmax ? kPow : byte;
  Result<TfliteExecutor> executor = TfliteExecutor::create(bytes);
  ASSERT_FALSE(executor.ok());
  EXPECT_EQ(executor.error().message,
            "cannot run this .tflite model: operator 2 POW (output 'softmax'): this operator is "
            "not supported; rebuild the "
            "model without it, or run it in another runtime");
  EXPECT_EQ(executor.error().kind, ErrorKind::unsupported);
}

TEST(ReadTflite, SaysWhatIsDamagedAndWhere) {
  const auto message = [](const Bytes& bytes) { return read_tflite(bytes).error().message; };
  EXPECT_EQ(message({}), "the .tflite model is damaged: the file is too short to be a model");
  Bytes bytes = write_tflite(small_int8_graph()).value();
  Bytes other = bytes;
  other[4] = 'X';
  EXPECT_EQ(message(other),
            "this is no .tflite model: it does not carry the identifier TFL3 at byte 4; give a "
            "file that a "
            "TensorFlow Lite converter or tadpole optimize wrote");
  other = bytes;
  other[1] = other[2] = 0xFF;
  EXPECT_EQ(message(other), "the .tflite model is damaged: the root table lies outside the file");
  Graph graph = small_int8_graph();
  graph.tensors[0].shape[1] = -1;
  other = write_tflite(graph).value();
  EXPECT_EQ(message(other),
            "the .tflite model is not supported: a tensor has a negative dimension (dynamic "
            "shape), at tensor 0 'input'");
}

TEST(TfliteExecutor, AModelLargerThanOurMemoryIsRefusedBeforeItIsAllocated) {
  Graph graph = one_op_graph(builtin::kRelu, float_tensor({1 << 14, 1 << 14}), {},
                             float_tensor({1 << 14, 1 << 14}));
  EXPECT_NE(refusal(graph).find("needs more than 1024 MiB of working memory"), std::string::npos)
      << refusal(graph);
}

TEST(Executor, TellsHowMuchMemoryItLacks) {
  const Bytes bytes = write_tflite(small_int8_graph()).value();
  device::Executor executor;
  std::vector<std::uint8_t> arena(64);
  EXPECT_EQ(executor.plan(bytes.data(), bytes.size(), arena.data(), arena.size()),
            device::Status::out_of_memory);
  for (int tries = 0; tries < 20 && executor.refusal().reason == device::Reason::arena; ++tries) {
    arena.assign(executor.needed_bytes(), 0);
    (void)executor.plan(bytes.data(), bytes.size(), arena.data(), arena.size());
  }
  EXPECT_EQ(executor.refusal().reason, device::Reason::none);
  EXPECT_LE(executor.needed_bytes(), arena.size());
}

}  // namespace
}  // namespace tadpole
