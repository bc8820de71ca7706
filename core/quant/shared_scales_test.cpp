// SPDX-License-Identifier: Apache-2.0
#include "core/quant/shared_scales.h"

#include <gtest/gtest.h>

#include "core/quant/post_training.h"
#include "core/quant/test_graphs.h"

namespace tadpole {
namespace {

using test::GraphBuilder;

// input -> relu a; a, and sigmoid of a, joined.
Graph joined_with(int builtin) {
  GraphBuilder b({1, 2});
  b.op(builtin::kLeakyRelu, {1, 2});
  const int a = b.current();
  b.op(builtin, {1, 2});
  OpOptions join;
  join.axis = 1;
  return b.op(builtin::kConcatenation, {1, 4}, join, {a}).done();
}

Graph quantized(const Graph& graph) {
  SilentProgress quiet;
  return quantize_post_training(graph, test::normal_samples(8, 2), {}, quiet).value().graph;
}

TEST(SharedScales, what_is_joined_stands_under_one_root) {
  const Graph graph = joined_with(builtin::kHardSwish);
  const SharedScales scales(graph, InputScale::calibrated);
  EXPECT_EQ(scales.root(1), scales.root(3));
  EXPECT_EQ(scales.root(2), scales.root(3));
  EXPECT_NE(scales.root(0), scales.root(3));
}

TEST(SharedScales, joined_tensors_get_the_range_of_all_and_nothing_is_rescaled) {
  const Graph graph = quantized(joined_with(builtin::kHardSwish));
  ASSERT_EQ(graph.ops.size(), 3U);
  EXPECT_EQ(graph.tensors[1].quantization.scale, graph.tensors[3].quantization.scale);
  EXPECT_EQ(graph.tensors[2].quantization.scale, graph.tensors[3].quantization.scale);
}

TEST(SharedScales, a_probability_keeps_its_scale_and_is_rescaled_for_the_join) {
  const Graph graph = quantized(joined_with(builtin::kLogistic));
  ASSERT_EQ(graph.ops.size(), 4U);
  EXPECT_EQ(graph.tensors[2].quantization.scale[0], 1.0F / 256.0F);
  EXPECT_EQ(graph.ops[2].builtin, builtin::kQuantize);
  EXPECT_EQ(graph.ops[3].inputs[0], graph.ops[2].outputs[0]);
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.ops[3].inputs[0])].quantization.scale,
            graph.tensors[3].quantization.scale);
}

TEST(SharedScales, a_constant_factor_gets_a_scale_of_its_own) {
  GraphBuilder b({1, 2});
  const int factor = b.constant("factor", {2}, {0.5F, -2.0F});
  const Graph graph = quantized(b.op(builtin::kMul, {1, 2}, {}, {factor}).done());
  const GraphTensor& t = graph.tensors[static_cast<std::size_t>(factor)];
  EXPECT_EQ(t.type, DType::int8);
  EXPECT_FLOAT_EQ(t.quantization.scale[0], 2.5F / 255.0F);
}

}  // namespace
}  // namespace tadpole
