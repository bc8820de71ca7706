// SPDX-License-Identifier: Apache-2.0
// Operators of other people's exports through the whole file: their options written and read back,
// variables that live from run to run, and what is refused by name.
#include <gtest/gtest.h>

#include <cstring>

#include "core/tflite/op_schema.h"
#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"
#include "device/model/op_definition.h"

namespace tadpole {
namespace {

GraphTensor real(const std::string& name, std::vector<int> shape,
                 const std::vector<float>& values = {}) {
  return {name, DType::float32, std::move(shape), {}, as_bytes(values), false};
}
GraphTensor handle(const std::string& name) { return {name, DType::resource, {}, {}, {}, false}; }

// Every option that an operator of this kind may have, each with a value of its own.
OpOptions unusual_options() {
  OpOptions o;
  o.axis = -2;
  o.batch_dims = 1;
  o.block_size = 3;
  o.mode = 1;
  o.in_data_type = 9;
  o.out_data_type = 4;
  o.adj_x = o.exclusive = o.time_major = true;
  o.cell_clip = 2.5F;
  o.values_count = 4;
  o.squeeze_dims = {0, 2};
  o.container = "box";
  o.shared_name = "count";
  o.init_subgraph_index = 2;
  o.half_pixel_centers = true;
  o.activation = Activation::tanh;
  return o;
}

struct OptionCase {
  int builtin;
  bool (*kept)(const OpOptions&);
};

TEST(TfliteFamilies, OptionsComeBackAsTheyWereWritten) {
  const OptionCase cases[] = {
      {builtin::kGather, [](const OpOptions& o) { return o.axis == -2 && o.batch_dims == 1; }},
      {builtin::kPack, [](const OpOptions& o) { return o.axis == -2 && o.values_count == 4; }},
      {builtin::kUnpack, [](const OpOptions& o) { return o.axis == -2 && o.values_count == 4; }},
      {builtin::kSpaceToDepth, [](const OpOptions& o) { return o.block_size == 3; }},
      {builtin::kDepthToSpace, [](const OpOptions& o) { return o.block_size == 3; }},
      {builtin::kMirrorPad, [](const OpOptions& o) { return o.mode == 1; }},
      {builtin::kCast,
       [](const OpOptions& o) { return o.in_data_type == 9 && o.out_data_type == 4; }},
      {builtin::kArgMax, [](const OpOptions& o) { return o.out_data_type == 4; }},
      {builtin::kShape, [](const OpOptions& o) { return o.out_data_type == 4; }},
      {builtin::kBatchMatmul, [](const OpOptions& o) { return o.adj_x && !o.adj_y; }},
      {builtin::kCumsum, [](const OpOptions& o) { return o.exclusive && !o.reverse; }},
      {builtin::kSqueeze,
       [](const OpOptions& o) {
         return o.squeeze_dims == std::vector<int>{0, 2};
       }},
      {builtin::kVarHandle,
       [](const OpOptions& o) { return o.container == "box" && o.shared_name == "count"; }},
      {builtin::kCallOnce, [](const OpOptions& o) { return o.init_subgraph_index == 2; }},
      {builtin::kResizeBilinear,
       [](const OpOptions& o) { return o.half_pixel_centers && !o.align_corners; }},
      {builtin::kDiv, [](const OpOptions& o) { return o.activation == Activation::tanh; }},
      {builtin::kUnidirectionalSequenceLstm,
       [](const OpOptions& o) {
         return o.time_major && o.cell_clip == 2.5F && o.activation == Activation::tanh;
       }},
  };
  for (const OptionCase& one : cases) {
    Graph graph;
    graph.tensors = {real("x", {1})};
    graph.ops = {{one.builtin, "", 1, {0}, {0}, unusual_options()}};
    const Result<Bytes> bytes = write_tflite(graph);
    ASSERT_TRUE(bytes.ok()) << bytes.error().message;
    const Result<Graph> read = read_tflite(bytes.value());
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_TRUE(one.kept(read.value().ops[0].options)) << builtin_name(one.builtin);
  }
}

TEST(TfliteFamilies, IntermediateTensorsOfAnOperatorAreKept) {
  Graph graph;
  graph.tensors = {real("x", {1}), real("y", {1}), real("between", {0})};
  graph.ops = {{builtin::kRelu, "", 1, {0}, {1}, {}, {}, {2, 2}}};
  EXPECT_EQ(read_tflite(write_tflite(graph).value()).value().ops[0].intermediates,
            (std::vector<int>{2, 2}));
  graph.ops[0].intermediates = {3};
  EXPECT_EQ(write_tflite(graph).error().message,
            "cannot write this model as .tflite: operator 0 RELU names tensor 3, there are 3");
}

TEST(TfliteFamilies, CustomOperatorsKeepTheirNamesAndOptions) {
  Graph graph;
  graph.tensors = {real("x", {1}), real("y", {1}), real("z", {1})};
  GraphOp first{builtin::kCustom, "SignalDelay", 1, {0}, {1}, {}};
  first.custom_options = {1, 2, 3};
  const GraphOp second{builtin::kCustom, "SignalEnergy", 1, {1}, {2}, {}};
  graph.ops = {first, second};
  graph.inputs = {0};
  graph.outputs = {2};
  const Result<Bytes> bytes = write_tflite(graph);
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const Graph read = read_tflite(bytes.value()).value();
  EXPECT_EQ(read.ops[0].custom_name, "SignalDelay");
  EXPECT_EQ(read.ops[0].custom_options, (std::vector<std::uint8_t>{1, 2, 3}));
  EXPECT_EQ(read.ops[1].custom_name, "SignalEnergy");
  EXPECT_TRUE(read.ops[1].custom_options.empty());
}

TEST(TfliteFamilies, EveryOperatorThatRunsCanBeWritten) {
  int known = 0;
  for (int code = 0; code < 256; ++code) {
    if (device::find_op(code) == nullptr) continue;
    ++known;
    EXPECT_NE(op_schema(code), nullptr) << builtin_name(code);
    if (op_schema(code) == nullptr) continue;
    EXPECT_LE(op_schema(code)->int8_version, device::find_op(code)->max_version)
        << builtin_name(code);
  }
  EXPECT_GE(known, 95);
}

// A variable that starts at {1, 2} by CALL_ONCE; every run adds the input to it.
Graph counting() {
  OpOptions named;
  named.shared_name = "sum";
  OpOptions once;
  once.init_subgraph_index = 1;
  Graph init;
  init.tensors = {handle("handle"), real("start", {2}, {1, 2})};
  init.ops = {{builtin::kVarHandle, "", 1, {}, {0}, named},
              {builtin::kAssignVariable, "", 1, {0, 1}, {}, {}}};
  Graph graph;
  graph.tensors = {real("in", {2}), handle("handle"), real("before", {2}), real("after", {2})};
  graph.ops = {{builtin::kCallOnce, "", 1, {}, {}, once},
               {builtin::kVarHandle, "", 1, {}, {1}, named},
               {builtin::kReadVariable, "", 1, {1}, {2}, {}},
               {builtin::kAdd, "", 1, {2, 0}, {3}, {}},
               {builtin::kAssignVariable, "", 1, {1, 3}, {}, {}}};
  graph.inputs = {0};
  graph.outputs = {3};
  graph.subgraphs = {init};
  return graph;
}

std::vector<float> run(TfliteExecutor& executor, const std::vector<float>& input) {
  std::memcpy(executor.input(0).data(), input.data(), input.size() * sizeof(float));
  EXPECT_TRUE(executor.run().ok());
  std::vector<float> output(executor.output(0).size() / sizeof(float));
  std::memcpy(output.data(), executor.output(0).data(), executor.output(0).size());
  return output;
}

TEST(TfliteFamilies, AVariableStartsByCallOnceAndLivesUntilReset) {
  const Result<Bytes> bytes = write_tflite(counting());
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  ASSERT_EQ(read_tflite(bytes.value()).value().subgraphs.size(), 1U);
  Result<TfliteExecutor> executor = TfliteExecutor::create(bytes.value());
  ASSERT_TRUE(executor.ok()) << executor.error().message;
  EXPECT_EQ(run(executor.value(), {10, 20}), (std::vector<float>{11, 22}));
  EXPECT_EQ(run(executor.value(), {10, 20}), (std::vector<float>{21, 42}));
  executor.value().reset();
  EXPECT_EQ(run(executor.value(), {0, 0}), (std::vector<float>{1, 2}));
}

// What is cleared are variable tensors: a resource variable lives on.
TEST(TfliteFamilies, AModelThatForgetsKeepsItsResourceVariables) {
  Graph graph = counting();
  graph.forgets = true;
  TfliteExecutor executor = TfliteExecutor::create(write_tflite(graph).value()).value();
  EXPECT_EQ(run(executor, {10, 20}), (std::vector<float>{11, 22}));
  EXPECT_EQ(run(executor, {10, 20}), (std::vector<float>{21, 42}));
}

std::string refusal(const Graph& graph) {
  const Result<Bytes> bytes = write_tflite(graph);
  if (!bytes.ok()) return bytes.error().message;
  const Result<TfliteExecutor> executor = TfliteExecutor::create(bytes.value());
  return executor.ok() ? "accepted" : executor.error().message;
}

TEST(TfliteFamilies, VariablesOfAnotherShapeAndMissingSubgraphsAreRefusedByName) {
  Graph shape = counting();
  shape.subgraphs[0].tensors[1] = real("start", {3}, {1, 2, 3});
  EXPECT_NE(refusal(shape).find("a resource variable has another type or shape"), std::string::npos)
      << refusal(shape);
  EXPECT_NE(refusal(shape).find("operator 2 READ_VARIABLE (output 'before')"), std::string::npos);
  Graph missing = counting();
  missing.subgraphs.clear();
  EXPECT_NE(refusal(missing).find("operator 0 CALL_ONCE: CALL_ONCE names no subgraph"),
            std::string::npos)
      << refusal(missing);
  Graph inside = counting();
  inside.subgraphs[0].ops[1].inputs = {0};
  EXPECT_NE(refusal(inside).find("operator 1 ASSIGN_VARIABLE of subgraph 1"), std::string::npos)
      << refusal(inside);
}

}  // namespace
}  // namespace tadpole
