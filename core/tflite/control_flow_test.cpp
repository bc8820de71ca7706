// SPDX-License-Identifier: Apache-2.0
// IF and WHILE through the whole file: written, read back, planned in one arena and run.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

GraphTensor real(const std::string& name, std::vector<int> shape,
                 const std::vector<float>& values = {}) {
  return {name, DType::float32, std::move(shape), {}, as_bytes(values), false};
}
GraphTensor flag(const std::string& name) { return {name, DType::boolean, {1}, {}, {}, false}; }

// out = x `builtin` constant, of n numbers.
Graph with_constant(int builtin, float constant, int n = 1) {
  Graph graph;
  graph.tensors = {real("x", {n}), real("c", {1}, {constant}), real("out", {n})};
  graph.ops = {{builtin, "", 1, {0, 1}, {2}, {}}};
  graph.inputs = {0};
  graph.outputs = {2};
  return graph;
}

Graph condition(int builtin, float constant) {
  Graph graph = with_constant(builtin, constant);
  graph.tensors[2] = flag("goes on");
  return graph;
}

GraphOp if_op(std::vector<int> inputs, std::vector<int> outputs, int then, int otherwise) {
  GraphOp op{builtin::kIf, "", 1, std::move(inputs), std::move(outputs), {}};
  op.options.then_subgraph_index = then;
  op.options.else_subgraph_index = otherwise;
  return op;
}
GraphOp while_op(std::vector<int> inputs, std::vector<int> outputs, int condition, int body) {
  GraphOp op{builtin::kWhile, "", 1, std::move(inputs), std::move(outputs), {}};
  op.options.cond_subgraph_index = condition;
  op.options.body_subgraph_index = body;
  return op;
}

// x below the limit is multiplied, otherwise something is added.
Graph branching(int n = 1) {
  Graph graph;
  graph.tensors = {real("x", {n}), flag("is small"), real("y", {n})};
  graph.inputs = {0, 1};
  graph.outputs = {2};
  graph.ops = {if_op({1, 0}, {2}, 1, 2)};
  graph.subgraphs = {with_constant(builtin::kMul, 10.0F, n), with_constant(builtin::kAdd, 1.0F, n)};
  return graph;
}

// Doubles x as long as it is below 100.
Graph doubling() {
  Graph graph;
  graph.tensors = {real("x", {1}), real("y", {1})};
  graph.inputs = {0};
  graph.outputs = {1};
  graph.ops = {while_op({0}, {1}, 1, 2)};
  graph.subgraphs = {condition(builtin::kLess, 100.0F), with_constant(builtin::kMul, 2.0F)};
  return graph;
}

Result<TfliteExecutor> made(const Graph& graph) {
  Result<Bytes> bytes = write_tflite(graph);
  EXPECT_TRUE(bytes.ok()) << (bytes.ok() ? "" : bytes.error().message);
  return TfliteExecutor::create(std::move(bytes).value());
}
TfliteExecutor executor_of(const Graph& graph) {
  Result<TfliteExecutor> executor = made(graph);
  EXPECT_TRUE(executor.ok()) << (executor.ok() ? "" : executor.error().message);
  return std::move(executor).value();
}
std::string refusal(const Graph& graph) {
  const Result<TfliteExecutor> executor = made(graph);
  return executor.ok() ? "" : executor.error().message;
}

void put(std::span<std::uint8_t> into, const std::vector<float>& values) {
  std::memcpy(into.data(), values.data(), values.size() * sizeof(float));
}
std::vector<float> reals(std::span<const std::uint8_t> bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}
float run(TfliteExecutor& executor, float x) {
  put(executor.input(0), {x});
  const Outcome ran = executor.run();
  EXPECT_TRUE(ran.ok()) << (ran.ok() ? "" : ran.error().message);
  return reals(executor.output(0))[0];
}

TEST(ControlFlow, IfRunsOneOfTwoSubgraphs) {
  TfliteExecutor executor = executor_of(branching());
  executor.input(1)[0] = 1;
  EXPECT_EQ(run(executor, 3.0F), 30.0F);
  executor.input(1)[0] = 0;
  EXPECT_EQ(run(executor, 3.0F), 4.0F);
}

TEST(ControlFlow, TheTwoWaysOfAnIfLieInTheSameMemory) {
  constexpr int kNumbers = 1024;
  const TfliteExecutor executor = executor_of(branching(kNumbers));
  // x, y, and of one way what it takes and gives (which is one place: the last use of the input).
  EXPECT_LE(executor.arena_bytes(), 3 * kNumbers * sizeof(float) + 64);
}

TEST(ControlFlow, WhileGoesRoundUntilItsConditionEnds) {
  TfliteExecutor executor = executor_of(doubling());
  EXPECT_EQ(run(executor, 3.0F), 192.0F);
  EXPECT_EQ(run(executor, 100.0F), 100.0F);  // not once
  EXPECT_EQ(run(executor, 99.0F), 198.0F);
}

TEST(ControlFlow, IfAndWhileSurviveTheFile) {
  const Bytes bytes = write_tflite(branching()).value();
  const Graph back = read_tflite(bytes).value();
  EXPECT_EQ(back.ops[0].options.then_subgraph_index, 1);
  EXPECT_EQ(back.ops[0].options.else_subgraph_index, 2);
  EXPECT_EQ(back.subgraphs.size(), 2U);
  EXPECT_EQ(write_tflite(back).value(), bytes);
  const Graph loop = read_tflite(write_tflite(doubling()).value()).value();
  EXPECT_EQ(loop.ops[0].options.cond_subgraph_index, 1);
  EXPECT_EQ(loop.ops[0].options.body_subgraph_index, 2);
}

TEST(ControlFlow, ALoopThatNeverEndsIsStopped) {
  Graph graph = doubling();
  graph.subgraphs[1] = with_constant(builtin::kMul, 1.0F);
  TfliteExecutor executor = executor_of(graph);
  put(executor.input(0), {1.0F});
  const Outcome ran = executor.run();
  ASSERT_FALSE(ran.ok());
  EXPECT_NE(ran.error().message.find("its WHILE operators went round as often as they may"),
            std::string::npos)
      << ran.error().message;
  EXPECT_EQ(run(executor, 100.0F), 100.0F);  // and runs again
}

TEST(ControlFlow, HowManyRoundsThereMayBeIsForTheCallerToSay) {
  TfliteExecutor executor = executor_of(doubling());
  executor.limit_rounds(6);  // 3 to 192
  EXPECT_EQ(run(executor, 3.0F), 192.0F);
  executor.limit_rounds(5);
  put(executor.input(0), {3.0F});
  EXPECT_FALSE(executor.run().ok());
  executor.keep_all_tensors();
  put(executor.input(0), {3.0F});
  EXPECT_FALSE(executor.run().ok());
}

// A loop of two numbers whose body has an IF: as long as the counter is below 5, the value is
// doubled when below 10, otherwise 7 is taken off. By hand from 3: 6, 12, 5, 10, 3.
Graph counting() {
  Graph graph;
  graph.tensors = {real("x", {1}), real("zero", {1}, {0.0F}), real("y", {1}), real("n", {1})};
  graph.inputs = {0};
  graph.outputs = {2, 3};
  graph.ops = {while_op({0, 1}, {2, 3}, 1, 2)};
  Graph goes_on;
  goes_on.tensors = {real("x", {1}), real("n", {1}), real("five", {1}, {5.0F}), flag("goes on")};
  goes_on.inputs = {0, 1};
  goes_on.outputs = {3};
  goes_on.ops = {{builtin::kLess, "", 1, {1, 2}, {3}, {}}};
  Graph body;
  body.tensors = {real("x", {1}),           real("n", {1}),   real("ten", {1}, {10.0F}),
                  real("one", {1}, {1.0F}), flag("is small"), real("new x", {1}),
                  real("new n", {1})};
  body.inputs = {0, 1};
  body.outputs = {5, 6};
  body.ops = {{builtin::kLess, "", 1, {0, 2}, {4}, {}},
              {builtin::kAdd, "", 1, {1, 3}, {6}, {}},
              if_op({4, 0}, {5}, 3, 4)};
  graph.subgraphs = {goes_on, body, with_constant(builtin::kMul, 2.0F),
                     with_constant(builtin::kSub, 7.0F)};
  return graph;
}

TEST(ControlFlow, AnIfMayLieInALoop) {
  TfliteExecutor executor = executor_of(counting());
  EXPECT_EQ(run(executor, 3.0F), 3.0F);
  EXPECT_EQ(reals(executor.output(1))[0], 5.0F);
  EXPECT_EQ(run(executor, 12.0F), 12.0F);  // 5, 10, 3, 6, 12
}

// What is carried may change places from round to round.
TEST(ControlFlow, ABodyMayGiveBackItsInputsTurned) {
  Graph graph = counting();
  Graph& body = graph.subgraphs[1];
  body.tensors = {real("x", {1}), real("n", {1}), real("one", {1}, {1.0F}), real("n+1", {1})};
  body.ops = {{builtin::kAdd, "", 1, {1, 2}, {3}, {}}};
  body.outputs = {3, 0};
  graph.subgraphs.resize(2);
  TfliteExecutor executor = executor_of(graph);
  // (x, n): (8, 0) -> (1, 8), which ends.
  EXPECT_EQ(run(executor, 8.0F), 1.0F);
  EXPECT_EQ(reals(executor.output(1))[0], 8.0F);
}

// The body counts in a variable that the main graph reads afterwards.
TEST(ControlFlow, ResourceVariablesAreSharedWithSubgraphs) {
  const auto handle = [](const std::string& name) {
    return GraphTensor{name, DType::resource, {}, {}, {}, false};
  };
  OpOptions named;
  named.shared_name = "rounds";
  Graph graph = doubling();
  graph.tensors.push_back(handle("h"));
  graph.tensors.push_back(real("rounds", {1}));
  graph.outputs = {3};
  graph.ops = {{builtin::kVarHandle, "", 1, {}, {2}, named},
               graph.ops[0],
               {builtin::kReadVariable, "", 1, {2}, {3}, {}}};
  Graph& body = graph.subgraphs[1];
  body.tensors.push_back(handle("h"));               // 3
  body.tensors.push_back(real("rounds", {1}));       // 4
  body.tensors.push_back(real("one", {1}, {1.0F}));  // 5
  body.tensors.push_back(real("more rounds", {1}));  // 6
  body.ops.push_back({builtin::kVarHandle, "", 1, {}, {3}, named});
  body.ops.push_back({builtin::kReadVariable, "", 1, {3}, {4}, {}});
  body.ops.push_back({builtin::kAdd, "", 1, {4, 5}, {6}, {}});
  body.ops.push_back({builtin::kAssignVariable, "", 1, {3, 6}, {}, {}});
  TfliteExecutor executor = executor_of(graph);
  EXPECT_EQ(run(executor, 3.0F), 6.0F);
  EXPECT_EQ(run(executor, 50.0F), 7.0F);
  executor.reset();
  EXPECT_EQ(run(executor, 50.0F), 1.0F);
}

TEST(ControlFlow, SubgraphsThatCallEachOtherInACircleAreRefused) {
  Graph graph = branching();
  Graph& then = graph.subgraphs[0];
  then.tensors.push_back(flag("again"));
  then.inputs = {0};
  then.tensors[3].data = {1};
  then.ops = {if_op({3, 0}, {2}, 1, 2)};
  EXPECT_NE(refusal(graph).find("subgraphs call each other in a circle"), std::string::npos)
      << refusal(graph);
  Graph missing = branching();
  missing.ops[0].options.else_subgraph_index = 3;
  EXPECT_NE(refusal(missing).find("operator 0 IF (output 'y'): IF or WHILE names a subgraph"),
            std::string::npos)
      << refusal(missing);
}

TEST(ControlFlow, WhatACalledSubgraphTakesMustBeTheOperators) {
  const std::string words = "a called subgraph does not take and give what the operator does";
  Graph fewer = branching();
  fewer.ops[0].inputs = {1};
  EXPECT_NE(refusal(fewer).find(words), std::string::npos) << refusal(fewer);
  Graph longer = branching();
  longer.subgraphs[1] = with_constant(builtin::kAdd, 1.0F, 2);
  EXPECT_NE(refusal(longer).find(words), std::string::npos) << refusal(longer);
  Graph undecided = doubling();
  undecided.subgraphs[0] = with_constant(builtin::kAdd, 1.0F);
  EXPECT_NE(refusal(undecided).find(words), std::string::npos) << refusal(undecided);
  Graph number = branching();
  number.tensors[1] = real("is small", {1});
  EXPECT_NE(refusal(number).find("operator 0 IF"), std::string::npos) << refusal(number);
}

TEST(ControlFlow, AVariableTensorInASubgraphThatTwoOperatorsCallIsRefused) {
  Graph graph = branching();
  graph.ops[0].options.else_subgraph_index = 1;
  EXPECT_EQ(refusal(graph), "");
  GraphTensor state = real("state", {1});
  state.is_variable = true;
  graph.subgraphs[0].tensors.push_back(state);
  EXPECT_NE(refusal(graph).find("a subgraph that two operators call has a variable tensor"),
            std::string::npos)
      << refusal(graph);
}

TEST(ControlFlow, AnOperatorOfASubgraphThatIsRefusedIsNamedWithIt) {
  Graph graph = branching();
  graph.subgraphs[1].tensors[2] = real("out", {1, 1, 3});
  const std::string said = refusal(graph);
  EXPECT_NE(said.find("called subgraph"), std::string::npos) << said;
  graph = branching();
  graph.subgraphs[1].ops[0].builtin = builtin::kLess;
  EXPECT_NE(refusal(graph).find("operator 0 LESS (output 'out') of subgraph 2"), std::string::npos)
      << refusal(graph);
  graph = branching();
  graph.ops.insert(graph.ops.begin(), {builtin::kRelu, "", 1, {0}, {3}, {}});
  graph.tensors.push_back(real("unused", {1}));
  graph.subgraphs[0].tensors[0].data = as_bytes<float>({1.0F});  // its input
  EXPECT_NE(refusal(graph).find("the model, tensor 0 'x' of subgraph 1: a constant is written"),
            std::string::npos)
      << refusal(graph);
}

}  // namespace
}  // namespace tadpole
