// SPDX-License-Identifier: Apache-2.0
// Random small models: the microcontroller's code (its DSP instructions in plain C++) gives the
// bytes of the plain kernels. Both are built by the system's compiler, free of warnings, and run
// under the sanitizers.
#include "core/compile/generated_code_test.h"

#include <gtest/gtest.h>

#include "core/compile/random_graph_test.h"

namespace tadpole {
namespace {

struct ConvCase {
  const char* name;
  int builtin;
  std::vector<int> input;
  int filter_h, filter_w, channels;  // channels: of the output
  int stride_h, stride_w;
  Padding padding;
  Activation activation;
};

int window(Padding padding, int input, int filter, int stride) {
  return padding == Padding::same ? (input + stride - 1) / stride : (input - filter) / stride + 1;
}

Graph conv_graph(const ConvCase& c, std::uint64_t seed) {
  GraphMaker m(seed);
  const bool relu = c.activation != Activation::none;
  const int in = m.activation(c.input, 0.04F, -11);
  const int out = m.activation({1, window(c.padding, c.input[1], c.filter_h, c.stride_h),
                                window(c.padding, c.input[2], c.filter_w, c.stride_w), c.channels},
                               0.06F, relu ? -128 : 5);
  const bool depthwise = c.builtin == builtin::kDepthwiseConv2d;
  const int weights = depthwise ? m.weights({1, c.filter_h, c.filter_w, c.channels}, 3)
                                : m.weights({c.channels, c.filter_h, c.filter_w, c.input[3]}, 0);
  GraphOp& op = m.op(c.builtin, {in, weights, m.bias(c.channels)}, out);
  op.options.stride_h = c.stride_h;
  op.options.stride_w = c.stride_w;
  op.options.padding = c.padding;
  op.options.activation = c.activation;
  m.graph.inputs = {in};
  m.graph.outputs = {out};
  return m.graph;
}

Bytes random_inputs(const Graph& graph, int count) {
  return GraphMaker(99).random_bytes(
      graph.tensors[static_cast<std::size_t>(graph.inputs[0])].bytes() *
      static_cast<std::size_t>(count));
}

Path folder(const std::string& name) {
  return Path(testing::TempDir()) / "tadpole_generated" / name;
}

// Every graph for both targets in one program; the two must give the same bytes.
void expect_equal(const std::map<std::string, Graph>& graphs, const std::string& test) {
  if (!has_compiler("c++")) GTEST_SKIP() << "no C++ compiler on this machine";
  GeneratedProgram program;
  for (const auto& [name, graph] : graphs) {
    for (const Target target : {Target::portable, Target::cortex_m4}) {
      const std::string full = name + (target == Target::portable ? "_plain" : "_fast");
      program.add(full, compile(graph, {full, target}).value(), random_inputs(graph, 3));
    }
  }
  const Result<std::map<std::string, Bytes>> outputs = program.run(folder(test));
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  for (const auto& [name, graph] : graphs) {
    EXPECT_FALSE(outputs.value().at(name + "_plain").empty()) << name;
    EXPECT_EQ(outputs.value().at(name + "_fast"), outputs.value().at(name + "_plain")) << name;
  }
}

constexpr int kConv = builtin::kConv2d;
constexpr int kDepthwise = builtin::kDepthwiseConv2d;
const ConvCase kConvCases[] = {

    {"pointwise", kConv, {1, 5, 5, 16}, 1, 1, 16, 1, 1, Padding::same, Activation::relu},
    {"pointwise_grows", kConv, {1, 7, 3, 8}, 1, 1, 20, 1, 1, Padding::same, Activation::relu},
    {"odd_channels", kConv, {1, 6, 5, 3}, 3, 3, 7, 1, 1, Padding::same, Activation::none},
    {"first_layer_stride_2", kConv, {1, 11, 9, 3}, 3, 3, 8, 2, 2, Padding::same, Activation::relu6},
    {"tall_filter", kConv, {1, 13, 10, 1}, 10, 4, 6, 2, 2, Padding::same, Activation::relu},
    {"valid", kConv, {1, 8, 8, 4}, 3, 3, 4, 1, 1, Padding::valid, Activation::none},
    {"one_pixel", kConv, {1, 1, 1, 12}, 1, 1, 2, 1, 1, Padding::valid, Activation::none},
    {"depthwise_narrow", kDepthwise, {1, 9, 5, 6}, 3, 3, 6, 1, 1, Padding::same, Activation::relu},
    {"depthwise_wide", kDepthwise, {1, 6, 15, 5}, 3, 3, 5, 1, 1, Padding::same, Activation::none},
    {"depthwise_stride_2",
     kDepthwise,
     {1, 12, 14, 4},
     3,
     3,
     4,
     2,
     2,
     Padding::same,
     Activation::relu},
    {"depthwise_odd_stride_2",
     kDepthwise,
     {1, 7, 9, 3},
     3,
     3,
     3,
     2,
     2,
     Padding::same,
     Activation::relu6},
    {"depthwise_valid", kDepthwise, {1, 6, 8, 2}, 3, 3, 2, 1, 1, Padding::valid, Activation::none},
    {"depthwise_over_time",
     kDepthwise,
     {1, 20, 1, 8},
     5,
     1,
     8,
     1,
     1,
     Padding::valid,
     Activation::none},
    {"depthwise_5x5", kDepthwise, {1, 9, 9, 4}, 5, 5, 4, 2, 2, Padding::same, Activation::relu},
    {"depthwise_one_channel",
     kDepthwise,
     {1, 14, 12, 1},
     6,
     8,
     8,
     2,
     2,
     Padding::same,
     Activation::relu},
    {"depthwise_multiplier",
     kDepthwise,
     {1, 6, 6, 3},
     3,
     3,
     6,
     1,
     1,
     Padding::same,
     Activation::relu}};

TEST(GeneratedCode, convolutions_of_all_shapes_give_the_bytes_of_the_plain_kernels) {
  std::map<std::string, Graph> graphs;
  for (const ConvCase& c : kConvCases) graphs[c.name] = conv_graph(c, 5);
  expect_equal(graphs, "convolutions");
}

TEST(GeneratedCode, dense_layers_of_any_size_give_the_bytes_of_the_plain_kernel) {
  std::map<std::string, Graph> graphs;
  for (const int depth : {1, 7, 40}) {
    GraphMaker m(3);
    const int in = m.activation({2, depth}, 0.05F, 9);
    const int out = m.activation({2, 5}, 0.2F, -3);
    m.op(builtin::kFullyConnected, {in, m.weights({5, depth}, 0), m.bias(5)}, out);
    m.graph.inputs = {in};
    m.graph.outputs = {out};
    graphs[fmt::format("dense_{}", depth)] = m.graph;
  }
  expect_equal(graphs, "dense");
}

TEST(GeneratedCode, scales_above_one_and_dead_channels_give_the_bytes_of_the_plain_kernel) {
  Graph graph =
      conv_graph({"", kConv, {1, 4, 4, 8}, 1, 1, 8, 1, 1, Padding::same, Activation::relu}, 8);
  graph.tensors[1].quantization.scale[0] = 0.0001F;  // multipliers from 0.8 to 8
  GraphTensor& weights = graph.tensors[2];
  weights.quantization.scale[3] = 1e-12F;  // rounds everything away
  std::fill(weights.data.begin() + 16, weights.data.begin() + 24,
            std::uint8_t{0});  // channel 2 is dead
  expect_equal({{"scales", graph}}, "extreme_scales");
}

TEST(GeneratedCode, a_residual_block_with_pool_and_softmax_gives_the_bytes_of_the_plain_kernels) {
  GraphMaker m(4);
  const int in = m.activation({1, 6, 6, 8}, 0.05F, -20);
  const int conv = m.activation({1, 6, 6, 8}, 0.09F, 4);
  const int sum = m.activation({1, 6, 6, 8}, 0.11F, -128);
  const int pooled = m.activation({1, 1, 1, 8}, 0.11F, -128);
  const int out = m.activation({1, 1, 1, 8}, 1.0F / 256.0F, -128);
  m.op(kConv, {in, m.weights({8, 3, 3, 8}, 0), m.bias(8)}, conv).options.padding = Padding::same;
  m.op(builtin::kAdd, {in, conv}, sum).options.activation = Activation::relu;
  GraphOp& pool = m.op(builtin::kAveragePool2d, {sum}, pooled);
  pool.options.filter_h = 6;
  pool.options.filter_w = 6;
  m.op(builtin::kSoftmax, {pooled}, out);
  m.graph.inputs = {in};
  m.graph.outputs = {out};
  expect_equal({{"residual", m.graph}}, "residual");
}

TEST(GeneratedCode, the_portable_code_needs_no_more_than_cpp17_and_any_compiler) {
  if (!has_compiler("clang++")) GTEST_SKIP() << "no clang++ on this machine";
  const Graph graph =
      conv_graph({"", kConv, {1, 6, 6, 4}, 3, 3, 4, 1, 1, Padding::same, Activation::relu}, 6);
  GeneratedProgram program;
  program.add("plain", compile(graph, {"plain", Target::portable}).value(),
              random_inputs(graph, 1));
  program.add("fast", compile(graph, {"fast", Target::cortex_m4}).value(), random_inputs(graph, 1));
  const Result<std::map<std::string, Bytes>> outputs =
      program.run(folder("clang"), {"clang++", "c++17", "-O1"});
  EXPECT_TRUE(outputs.ok()) << (outputs.ok() ? "" : outputs.error().message);
}

}  // namespace
}  // namespace tadpole
