// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>
#include <numeric>
#include <set>

#include "core/nn/lowering.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Lstm, return_sequences_gives_every_state_and_the_last_is_the_one_without) {
  Model last = model_of({5, 1, 2}, {"lstm units=3"});
  Model all = model_of({5, 1, 2}, {"lstm units=3 return_sequences=true"});
  const std::vector<float> x = random_values(10, 4);
  const std::vector<float> one = predict(last, x), five = predict(all, x);
  ASSERT_EQ(one.size(), 3U);
  ASSERT_EQ(five.size(), 15U);
  EXPECT_TRUE(std::equal(one.begin(), one.end(), five.end() - 3));
}

// What comes later cannot change what was before.
TEST(Lstm, a_state_depends_only_on_the_past) {
  Model model = model_of({4, 1, 1}, {"lstm units=2 return_sequences=true"});
  const std::vector<float> a = predict(model, {1, 2, 3, 4}), b = predict(model, {1, 2, 9, 9});
  EXPECT_TRUE(std::equal(a.begin(), a.begin() + 4, b.begin()));
  EXPECT_NE(a[4], b[4]);
}

// By formula, all kernels 0 and all biases b: i = f = o = s(b), g = tanh(b); after two steps c =
// f i g + i g, h = o tanh(c).
TEST(Lstm, two_steps_by_formula) {
  std::vector<float> parameters(4 + 4, 0.0F);
  parameters.resize(12, 0.5F);
  Model model = model_of({2, 1, 1}, {"lstm units=1"}, parameters);
  const double s = 1 / (1 + std::exp(-0.5)), g = std::tanh(0.5);
  EXPECT_NEAR(predict(model, {3, 4})[0], s * std::tanh(s * s * g + s * g), 1e-6);
}

TEST(Lstm, the_forget_gate_starts_open) {
  const Model model = model_of({2, 1, 3}, {"lstm units=2"});
  const std::span<const float> bias = model.parameters().subspan(8 * 3 + 8 * 2);
  EXPECT_EQ(std::vector<float>(bias.begin(), bias.end()),
            (std::vector<float>{0, 0, 1, 1, 0, 0, 0, 0}));
}

TEST(Lstm, a_picture_is_refused_with_the_shape_that_was_probably_meant) {
  EXPECT_EQ(error_of({49, 40, 1}, {"lstm units=4"}),
            "layer 1 (lstm units=4): input is 49x40x1, expected Tx1xC (time, 1, channels); put "
            "'reshape shape=49x1x40' before");
}

TEST(Lstm, a_missing_number_of_units_is_said) {
  EXPECT_EQ(error_of({4, 1, 1}, {"lstm"}),
            "layer 1 (lstm): units is missing; say how many, e.g. units=32");
}

// The constant values that input `slot` of the operator reads.
std::vector<float> constant_at(const Graph& graph, int slot) {
  const GraphOp& op = *std::find_if(graph.ops.begin(), graph.ops.end(), [](const GraphOp& o) {
    return o.builtin == lowered::kUnidirectionalSequenceLstm;
  });
  const GraphTensor& tensor = graph.tensors[static_cast<std::size_t>(op.inputs[slot])];
  std::vector<float> values(tensor.elements());
  std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  return values;
}

// Parameters 0, 1, 2, ...: kernels of one channel [i f g o][2], recurrent kernels [i f g o][2][2],
// biases. The operator's order of gates is i, f, g, o too; its inputs by lstm_input.
TEST(Lstm, the_device_gets_each_gate_as_tensors_of_its_own) {
  std::vector<float> parameters(8 + 16 + 8);
  std::iota(parameters.begin(), parameters.end(), 0.0F);
  const Graph graph = model_of({3, 1, 1}, {"lstm units=2"}, parameters).lower();
  for (int gate = 0; gate < 4; ++gate) {
    const auto g = static_cast<float>(gate);
    EXPECT_EQ(constant_at(graph, 1 + gate), (std::vector<float>{2 * g, 2 * g + 1}));
    const float first = 8 + 4 * g;
    EXPECT_EQ(constant_at(graph, 5 + gate),
              (std::vector<float>{first, first + 1, first + 2, first + 3}));
    EXPECT_EQ(constant_at(graph, 12 + gate), (std::vector<float>{24 + 2 * g, 25 + 2 * g}));
  }
}

// Two reshapes around the operator, or a slice behind it.
TEST(Lstm, its_tensors_have_names_of_their_own) {
  for (const std::string line : {"lstm units=2", "lstm units=2 return_sequences=true"}) {
    const Graph graph = model_of({3, 1, 1}, {line, "relu"}).lower();
    std::set<std::string> names;
    for (const GraphOp& op : graph.ops)
      names.insert(graph.tensors[static_cast<std::size_t>(op.outputs[0])].name);
    EXPECT_EQ(names.size(), graph.ops.size()) << line;
    EXPECT_TRUE(names.count("lstm_1")) << line;
  }
}

// Windows have nothing to do with each other: what the operator remembers ends with each.
TEST(Lstm, its_graph_forgets) {
  EXPECT_TRUE(model_of({3, 1, 1}, {"lstm units=2"}).lower().forgets);
  EXPECT_FALSE(model_of({3, 1, 1}, {"conv1d filters=2 kernel=2"}).lower().forgets);
}

TEST(Lstm, frame_by_frame_is_refused_by_the_layer) {
  EXPECT_EQ(check_runs_as_stream(spec_of({3, 1, 1}, {"lstm units=2"})).error().message,
            "layer 'lstm_1' takes 3x1x1 at once, so the model cannot run frame by frame; only svdf "
            "and activations may stand before the last svdf");
}

}  // namespace
}  // namespace tadpole
