// SPDX-License-Identifier: Apache-2.0
#include "core/compile/lower_variables.h"

#include <gtest/gtest.h>

#include "core/compile/one_op_test.h"

namespace tadpole {
namespace {

GraphOp op(int code, std::vector<int> inputs, std::vector<int> outputs) {
  GraphOp made;
  made.builtin = code;
  made.inputs = std::move(inputs);
  made.outputs = std::move(outputs);
  made.options.shared_name = "sum";
  return made;
}

// in; a variable that is read into 2 and takes 3.
Graph counting() {
  Graph graph;
  graph.tensors = {real({2}), typed(DType::resource, {}), real({2}), real({2})};
  graph.ops = {op(builtin::kVarHandle, {}, {1}), op(builtin::kReadVariable, {1}, {2}),
               op(builtin::kAdd, {2, 0}, {3}), op(builtin::kAssignVariable, {1, 3}, {})};
  graph.inputs = {0};
  graph.outputs = {3};
  return graph;
}

std::string error_of(const Graph& graph) {
  const Result<LoweredGraph> lowered = lower_variables(graph);
  return lowered.ok() ? "no error" : lowered.error().message;
}

TEST(LowerVariables, AVariableIsATensorThatRemembers) {
  const LoweredGraph lowered = lower_variables(counting()).value();
  ASSERT_EQ(lowered.graph.tensors.size(), 5U);
  EXPECT_TRUE(lowered.graph.tensors[4].is_variable);
  EXPECT_EQ(lowered.graph.tensors[4].shape, Dims{2});
  EXPECT_EQ(lowered.graph.ops[1].inputs, std::vector<int>{4});
  EXPECT_EQ(lowered.graph.ops[3].inputs, std::vector<int>{3});
  EXPECT_EQ(lowered.graph.ops[3].outputs, std::vector<int>{4});
  EXPECT_EQ(lowered.first_init, 4) << "no operator runs at reset";
}

TEST(LowerVariables, ACalledSubgraphStandsBehindTheOthers) {
  Graph graph = counting();
  GraphOp once = op(builtin::kCallOnce, {}, {});
  once.options.init_subgraph_index = 1;
  graph.ops.insert(graph.ops.begin(), once);
  Graph init;
  init.tensors = {typed(DType::resource, {}), with(real({2}), std::vector<float>{1, 2})};
  init.ops = {op(builtin::kVarHandle, {}, {0}), op(builtin::kAssignVariable, {0, 1}, {})};
  graph.subgraphs = {init};
  const LoweredGraph lowered = lower_variables(graph).value();
  EXPECT_EQ(lowered.first_init, 5);
  ASSERT_EQ(lowered.graph.ops.size(), 7U);
  EXPECT_EQ(lowered.graph.ops[6].inputs, std::vector<int>{5}) << "the constant, behind the four";
  EXPECT_EQ(lowered.graph.ops[6].outputs, lowered.graph.ops[2].inputs) << "one variable";
  graph.subgraphs.clear();
  EXPECT_EQ(error_of(graph), "CALL_ONCE names subgraph 1, but the model has 0 beside its own");
}

TEST(LowerVariables, AVariableThatNothingNamesIsRefused) {
  Graph graph = counting();
  graph.ops.erase(graph.ops.begin());
  EXPECT_EQ(error_of(graph),
            "READ_VARIABLE uses tensor 1, which no VAR_HANDLE made; the model is damaged");
}

TEST(LowerVariables, TwoFormsOfOneVariableAreRefused) {
  Graph graph = counting();
  graph.tensors[3].type = DType::int8;
  EXPECT_EQ(error_of(graph),
            "ASSIGN_VARIABLE has 2 bytes of int8, the variable 'sum' holds 8 bytes of float32");
}

TEST(LowerVariables, AMissingTensorIsRefused) {
  Graph graph = counting();
  graph.ops[3].inputs = {1};
  EXPECT_EQ(error_of(graph), "ASSIGN_VARIABLE lacks a tensor that it needs; the model is damaged");
}

}  // namespace
}  // namespace tadpole
