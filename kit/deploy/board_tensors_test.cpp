// SPDX-License-Identifier: Apache-2.0
// Operators that their own code plans at start-up, on the virtual board: every tensor has the bytes
// of the host.
#include "kit/deploy/board_tensors.h"

#include <gtest/gtest.h>

#include "core/base/process.h"
#include "core/compile/one_op_test.h"
#include "core/tflite/tflite.h"
#include "kit/deploy/deploy_to_board.h"
#include "tests/shared_data.h"

#define TADPOLE_TOOLS_OR_SKIP()                                             \
  for (const char* tool : {"make", "arm-none-eabi-g++", "qemu-system-arm"}) \
    if (find_program(tool).empty()) GTEST_SKIP() << tool << " is not installed"

namespace tadpole {
namespace {

using Runs = std::vector<std::map<int, Bytes>>;
constexpr std::uint32_t kRuns = 3;

// Of the operators' outputs, by the executor.
Runs on_the_host(const Bytes& model, const Graph& graph) {
  TfliteExecutor executor = TfliteExecutor::create(model).value();
  executor.keep_all_tensors();
  Runs runs;
  for (std::uint32_t seed = 1; seed <= kRuns; ++seed) {
    const std::vector<Bytes> inputs = generated_inputs(graph, seed);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      std::copy(inputs[i].begin(), inputs[i].end(), executor.input(i).begin());
    EXPECT_TRUE(executor.run().ok());
    std::map<int, Bytes>& tensors = runs.emplace_back();
    for (const GraphOp& op : graph.ops) {
      for (const int t : op.outputs) {
        const auto bytes = executor.tensor(static_cast<std::size_t>(t));
        tensors[t] = Bytes(bytes.begin(), bytes.end());
      }
    }
  }
  return runs;
}

void expect_the_same_on_the_board(const Bytes& model, std::size_t tensors) {
  const Graph graph = read_tflite(model).value();
  std::vector<std::vector<Bytes>> inputs;
  for (std::uint32_t seed = 1; seed <= kRuns; ++seed)
    inputs.push_back(generated_inputs(graph, seed));
  const Path folder = std::filesystem::temp_directory_path() /
                      ("tadpole_board_tensors_" + std::to_string(::getpid()));
  SilentProgress progress;
  const auto found =
      board_tensors(graph, find_board("virtual-m4").value(), inputs, folder, progress);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  ASSERT_TRUE(found.ok()) << found.error().message;
  const Runs host = on_the_host(model, graph);
  for (std::size_t run = 0; run < host.size(); ++run) {
    EXPECT_EQ(found.value()[run].size(), tensors);
    for (const auto& [tensor, bytes] : found.value()[run])
      EXPECT_EQ(bytes, host[run].at(tensor)) << "run " << run << ", tensor " << tensor;
  }
}

// Grows a graph whose operators read what is there already.
struct Growing {
  Graph graph;
  int tensor(GraphTensor t) {
    t.name += std::to_string(graph.tensors.size());
    graph.tensors.push_back(std::move(t));
    return static_cast<int>(graph.tensors.size()) - 1;
  }
  int op(int builtin, std::vector<int> inputs, GraphTensor output) {
    const int to = tensor(std::move(output));
    graph.ops.push_back({builtin, "", 1, std::move(inputs), {to}, {}});
    return to;
  }
};

TEST(BoardTensors, OperatorsOfAllKindsGiveTheHostsBytes) {
  TADPOLE_TOOLS_OR_SKIP();
  Growing g;
  const int x = g.tensor(real({4, 6}));
  const int y = g.tensor(real({4, 6}));
  const int turned = g.op(builtin::kTranspose, {x, g.tensor(list({1, 0}))}, real({6, 4}));
  const int picked = g.op(builtin::kGather, {turned, g.tensor(list({5, 0, 3, 3}))}, real({4, 4}));
  const int sines = g.op(builtin::kSin, {picked}, real({4, 4}));
  const int sums = g.op(builtin::kCumsum, {sines, g.tensor(number(1))}, real({4, 4}));
  const int less = g.op(builtin::kLess, {x, y}, bools({4, 6}));
  const int chosen = g.op(builtin::kSelectV2, {less, x, y}, real({4, 6}));
  const int most = g.op(builtin::kArgMax, {chosen, g.tensor(number(1))}, typed(DType::int64, {4}));
  const int whole = g.op(builtin::kCast, {chosen}, typed(DType::int32, {4, 6}));
  g.graph.inputs = {x, y};
  g.graph.outputs = {sums, most, whole};
  expect_the_same_on_the_board(write_tflite(g.graph).value(), 8);
}

TEST(BoardTensors, SixteenBitActivationsAndFloatsWithInt8WeightsGiveTheHostsBytes) {
  TADPOLE_TOOLS_OR_SKIP();
  Growing g;
  GraphTensor weights = chance(int8s({3, 8}, 0.01F, 0));
  weights.quantization = {{0.01F, 0.02F, 0.03F}, {0, 0, 0}, 0};
  const int w = g.tensor(weights);
  const int wide = g.tensor(int16s({2, 8}));
  const int real_in = g.tensor(real({2, 8}));
  const int bias = g.tensor(chance(typed(DType::int64, {3})));
  const int first = g.op(builtin::kFullyConnected, {wide, w, bias}, int16s({2, 3}, 0.002F));
  const int second = g.op(builtin::kFullyConnected, {real_in, w, -1}, real({2, 3}));
  g.graph.inputs = {wide, real_in};
  g.graph.outputs = {first, second};
  expect_the_same_on_the_board(write_tflite(g.graph).value(), 2);
}

// A variable that CALL_ONCE fills; every run adds the input to it.
TEST(BoardTensors, VariablesGiveTheHostsBytesFromRunToRun) {
  TADPOLE_TOOLS_OR_SKIP();
  const GraphTensor handle = typed(DType::resource, {});
  OpOptions named;
  named.shared_name = "sum";
  OpOptions once;
  once.init_subgraph_index = 1;
  Graph init;
  init.tensors = {handle, with(real({2}), std::vector<float>{1, 2})};
  init.ops = {{builtin::kVarHandle, "", 1, {}, {0}, named},
              {builtin::kAssignVariable, "", 1, {0, 1}, {}, {}}};
  Graph graph;
  graph.tensors = {real({2}), handle, real({2}), real({2})};
  graph.ops = {{builtin::kCallOnce, "", 1, {}, {}, once},
               {builtin::kVarHandle, "", 1, {}, {1}, named},
               {builtin::kReadVariable, "", 1, {1}, {2}, {}},
               {builtin::kAdd, "", 1, {2, 0}, {3}, {}},
               {builtin::kAssignVariable, "", 1, {1, 3}, {}, {}}};
  graph.inputs = {0};
  graph.outputs = {3};
  graph.subgraphs = {init};
  expect_the_same_on_the_board(write_tflite(graph).value(), 2);
}

class BoardTensorsOfForeign : public ::testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(BoardTensorsOfForeign, AreTheHosts) {
  TADPOLE_TOOLS_OR_SKIP();
  TADPOLE_SHARED_OR_SKIP(file, std::string("models/") + GetParam().first + ".tflite");
  expect_the_same_on_the_board(read_bytes(file).value(),
                               static_cast<std::size_t>(GetParam().second));
}

INSTANTIATE_TEST_SUITE_P(Models, BoardTensorsOfForeign,
                         ::testing::Values(std::pair("mnist_lstm_int8", 4),
                                           std::pair("audio_preprocessor_int8", 24),
                                           std::pair("keyword_scrambled_svdf_int8", 15)));

}  // namespace
}  // namespace tadpole
