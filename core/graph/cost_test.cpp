// SPDX-License-Identifier: Apache-2.0
#include "core/graph/cost.h"

#include <gtest/gtest.h>

#include "device/model/builtin.h"

namespace tadpole {
namespace {

Graph one_op(int code, std::vector<int> input, std::vector<int> weights, std::vector<int> output) {
  Graph graph;
  graph.tensors.resize(3);
  graph.tensors[0].shape = std::move(input);
  graph.tensors[1].shape = std::move(weights);
  graph.tensors[1].data.resize(10);
  graph.tensors[2].shape = std::move(output);
  graph.ops.push_back({code, "", 1, {0, 1}, {2}, {}});
  return graph;
}

TEST(Cost, AConvolutionCostsItsFilterForEveryOutput) {
  const Graph graph = one_op(builtin::kConv2d, {1, 49, 10, 1}, {64, 10, 4, 1}, {1, 25, 5, 64});
  EXPECT_EQ(graph_macs(graph), 25 * 5 * 64 * 40);
}

TEST(Cost, ADepthwiseConvolutionCostsOneTapPerPlaceInTheFilter) {
  const Graph graph =
      one_op(builtin::kDepthwiseConv2d, {1, 25, 5, 64}, {1, 3, 3, 64}, {1, 25, 5, 64});
  EXPECT_EQ(graph_macs(graph), 25 * 5 * 64 * 9);
}

TEST(Cost, ADenseLayerCostsItsWeights) {
  EXPECT_EQ(graph_macs(one_op(builtin::kFullyConnected, {1, 64}, {12, 64}, {1, 12})), 768);
}

// Four gates in each of 3 steps: kernels [4,2] over the input and [4,4] over the hidden values.
TEST(Cost, AnLstmCostsItsKernelsAtEveryStep) {
  Graph graph = one_op(builtin::kUnidirectionalSequenceLstm, {1, 3, 2}, {4, 2}, {1, 3, 4});
  graph.tensors.push_back({.shape = {4, 4}});
  graph.ops[0].inputs = {0, 1, 1, 1, 1, 3, 3, 3, 3};
  EXPECT_EQ(graph_macs(graph), 3 * 4 * (4 * 2 + 4 * 4));
}

TEST(Cost, PoolsCountTheirWindow) {
  Graph graph = one_op(builtin::kAveragePool2d, {1, 25, 5, 64}, {}, {1, 1, 1, 64});
  graph.ops[0].options.filter_h = 25;
  graph.ops[0].options.filter_w = 5;
  EXPECT_EQ(graph_macs(graph), 25 * 5 * 64);
}

TEST(Cost, ConstantsAreCounted) {
  EXPECT_EQ(constant_bytes(one_op(builtin::kAdd, {1}, {1}, {1})), 10U);
}

}  // namespace
}  // namespace tadpole
