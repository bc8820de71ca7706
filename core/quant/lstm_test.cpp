// SPDX-License-Identifier: Apache-2.0
// The lstm layer on its way to the device: its float graph, its integer forms, its windows.
#include <gtest/gtest.h>

#include <cmath>

#include "core/nn/test_model.h"
#include "core/quant/float_run.h"
#include "core/quant/lstm_trace.h"
#include "core/quant/post_training.h"
#include "device/model/builtin.h"
#include "device/ops/unidirectional_sequence_lstm.h"

namespace tadpole {
namespace {

using Samples = std::vector<std::vector<float>>;
namespace slot = device::lstm_input;

Samples random_samples(const Model& model, int count) {
  Samples samples;
  for (int i = 0; i < count; ++i)
    samples.push_back(random_values(input_values(model), 30 + static_cast<std::uint64_t>(i)));
  return samples;
}

std::vector<float> answer(TfliteExecutor& executor, const std::vector<float>& sample) {
  EXPECT_TRUE(run_sample(executor, sample).ok());
  return real_values(executor, executor.graph().outputs[0]);
}

Result<QuantizedModel> try_quantize(const Graph& graph, const Samples& samples,
                                    const PostTrainingOptions& options = {}) {
  SilentProgress quiet;
  return quantize_post_training(graph, samples, options, quiet);
}

Graph quantized(const Graph& graph, const Samples& samples,
                const PostTrainingOptions& options = {}) {
  Result<QuantizedModel> model = try_quantize(graph, samples, options);
  EXPECT_TRUE(model.ok()) << (model.ok() ? "" : model.error().message);
  return model.ok() ? std::move(model).value().graph : Graph{};
}

const GraphOp& lstm_of(const Graph& graph) {
  return *std::find_if(graph.ops.begin(), graph.ops.end(), [](const GraphOp& op) {
    return op.builtin == builtin::kUnidirectionalSequenceLstm;
  });
}
const GraphTensor& input_of_lstm(const Graph& graph, int index) {
  return graph
      .tensors[static_cast<std::size_t>(lstm_of(graph).inputs[static_cast<std::size_t>(index)])];
}

// exp_float and tanh_float are within 3e-7, the sums of at most 10 products within 10 roundings of
// 6e-8: 1e-6 for each of three factors of a step, and at most one of 9 steps behind the other.
constexpr double kSteps = 9 * 3e-6;

TEST(LstmOnDevice, the_float_graph_computes_what_the_layer_does) {
  const std::vector<std::vector<std::string>> networks = {
      {"lstm units=5"},
      {"lstm units=5 return_sequences=true"},
      {"lstm units=4 return_sequences=true", "relu", "lstm units=3", "dense units=2"},
      {"lstm units=4 return_sequences=true", "average_pool kernel=3x1", "flatten",
       "dense units=2"}};
  for (const std::array<int, 3> shape : {std::array{9, 1, 4}, std::array{3, 1, 1}}) {
    for (const std::vector<std::string>& lines : networks) {
      Model model = model_of(shape, lines);
      TfliteExecutor executor = tensor_keeping_executor(model.lower()).value();
      for (const std::vector<float>& sample : random_samples(model, 5)) {
        const std::vector<float> expected = predict(model, sample), got = answer(executor, sample);
        ASSERT_EQ(got.size(), expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], kSteps);
      }
    }
  }
}

TEST(LstmOnDevice, a_window_of_one_step_needs_no_slice) {
  Model model = model_of({1, 1, 3}, {"lstm units=2"});
  const Graph graph = model.lower();
  for (const GraphOp& op : graph.ops) EXPECT_NE(op.builtin, builtin::kStridedSlice);
  TfliteExecutor executor = tensor_keeping_executor(graph).value();
  const std::vector<float> got = answer(executor, {1, 2, 3}), expected = predict(model, {1, 2, 3});
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(got[i], expected[i], kSteps);
}

// The second answer to a window is the first: nothing is left of the window between them.
TEST(LstmOnDevice, no_window_hears_of_the_one_before_in_any_scheme) {
  const Model model = model_of({6, 1, 2}, {"lstm units=4"});
  const Samples samples = random_samples(model, 8);
  std::vector<Graph> graphs = {model.lower()};
  for (const auto scheme :
       {QuantizationScheme::int8, QuantizationScheme::int16x8, QuantizationScheme::dynamic_range})
    graphs.push_back(quantized(graphs[0], samples, {.scheme = scheme}));
  for (const Graph& graph : graphs) {
    TfliteExecutor executor = tensor_keeping_executor(graph).value();
    const std::vector<float> first = answer(executor, samples[0]);
    EXPECT_NE(answer(executor, samples[1]), first);
    EXPECT_EQ(answer(executor, samples[0]), first);
  }
}

// One unit whose gates are open and whose candidate is 1 where the input is 1 (1 - sigmoid(20) is
// 2e-9); where it is -1 they are shut: it counts the ones since the last -1.
Model counting_cell() {
  std::vector<float> parameters = {20, 20, 20, 20, 0, 0, 0, 0, 0, 0, 0, 0};
  return model_of({4, 1, 1}, {"lstm units=1"}, parameters);
}

TEST(LstmOnDevice, a_trace_shows_the_cells_after_every_step) {
  const Graph graph = counting_cell().lower();
  LstmTrace trace(graph, lstm_of(graph));
  for (int window = 0; window < 2; ++window) {  // each begins with an empty cell
    const std::vector<float> cells = trace.cells(std::vector<float>{1, 1, 1, -1});
    const std::vector<float> by_hand = {1, 2, 3, 0};
    for (std::size_t t = 0; t < 4; ++t) EXPECT_NEAR(cells[t], by_hand[t], 1e-5) << t;
  }
}

// 3 needs 2^2, so the step is 4/2^15. What is left after the last step, 0, would give 2^-15.
TEST(LstmOnDevice, the_cells_of_all_steps_make_their_scale_a_power_of_two) {
  const Graph graph = quantized(counting_cell().lower(), {{1, 1, 1, -1}, {1, -1, -1, -1}});
  const GraphTensor& cell = input_of_lstm(graph, slot::kCell);
  EXPECT_EQ(cell.type, DType::int16);
  EXPECT_EQ(cell.quantization.scale, (std::vector<float>{std::ldexp(1.0F, -13)}));
  const GraphTensor& hidden = input_of_lstm(graph, slot::kHidden);
  const GraphTensor& output = graph.tensors[static_cast<std::size_t>(lstm_of(graph).outputs[0])];
  EXPECT_EQ(hidden.type, DType::int8);
  EXPECT_EQ(hidden.quantization.scale, output.quantization.scale);
  // TensorFlow Lite's own kernel answers otherwise where it is another (tfjs-tflite
  // 0.0.1-alpha.10).
  EXPECT_EQ(hidden.quantization.zero_point, (std::vector<std::int64_t>{0}));
  EXPECT_EQ(output.quantization.zero_point, (std::vector<std::int64_t>{0}));
}

// The form in which TensorFlow Lite's converter writes mnist_lstm_int8 (five tensors without
// values, the last of the hidden values' type and scale).
TEST(LstmOnDevice, other_runtimes_find_the_scale_of_hidden_values_where_they_look) {
  const Graph graph = quantized(counting_cell().lower(), {{1, 1, 1, -1}, {1, -1, -1, -1}});
  const std::vector<int>& beside = lstm_of(graph).intermediates;
  ASSERT_EQ(beside.size(), 5U);
  const GraphTensor& last = graph.tensors[static_cast<std::size_t>(beside[4])];
  EXPECT_EQ(last.type, DType::int8);
  EXPECT_EQ(last.shape, (std::vector<int>{0}));
  EXPECT_EQ(last.quantization.scale, input_of_lstm(graph, slot::kHidden).quantization.scale);
}

// A graph that remembers: the window that follows begins where this one ended, at 3.
TEST(LstmOnDevice, a_trace_goes_on_where_the_graph_does) {
  Graph graph = counting_cell().lower();
  graph.forgets = false;
  LstmTrace trace(graph, lstm_of(graph));
  trace.cells(std::vector<float>{1, 1, 1});
  EXPECT_NEAR(trace.cells(std::vector<float>{1})[0], 4.0, 1e-5);
}

// Which of two pulses in a window of noise is the later one: only a memory can tell.
struct Pulses {
  Samples samples;
  std::vector<float> x;
  std::vector<int> labels;
};
Pulses pulses(int count, std::uint64_t seed) {
  constexpr int kTime = 12;
  Rng rng(seed);
  Pulses all;
  for (int i = 0; i < count; ++i) {
    std::vector<float> sample(kTime * 2);
    for (float& v : sample) v = static_cast<float>(0.2 * rng.normal());
    const int early = static_cast<int>(rng.below(5)), late = 6 + static_cast<int>(rng.below(5));
    const int label = static_cast<int>(rng.below(2));  // whose pulse is late
    sample[static_cast<std::size_t>(2 * early + 1 - label)] += 2.0F;
    sample[static_cast<std::size_t>(2 * late + label)] += 2.0F;
    all.x.insert(all.x.end(), sample.begin(), sample.end());
    all.samples.push_back(std::move(sample));
    all.labels.push_back(label);
  }
  return all;
}

// Plain gradient descent on one batch.
Model trained_on(const Pulses& data) {
  Model model = model_of({12, 1, 2}, {"lstm units=8", "dense units=2", "softmax"});
  model.reserve(static_cast<int>(data.labels.size()), nullptr);
  for (int step = 0; step < 200; ++step) {
    model.step(data.x, data.labels, {});
    for (std::size_t i = 0; i < model.parameters().size(); ++i)
      model.parameters()[i] -= 0.5F * model.gradients()[i];
  }
  return model;
}

int right(TfliteExecutor executor, const Pulses& data) {
  int count = 0;
  for (std::size_t i = 0; i < data.samples.size(); ++i) {
    const std::vector<float> p = answer(executor, data.samples[i]);
    count += (p[1] > p[0]) == (data.labels[i] == 1) ? 1 : 0;
  }
  return count;
}

// 0.9: a memory that works; guessing is right half the time. The integer forms may lose 1 in 50.
TEST(LstmOnDevice, a_network_that_needs_its_memory_keeps_what_it_learnt_in_every_scheme) {
  const Pulses training = pulses(100, 1), test = pulses(100, 2);
  const Graph graph = trained_on(training).lower();
  const int real = right(tensor_keeping_executor(graph).value(), test);
  EXPECT_GT(real, 90);
  for (const auto scheme :
       {QuantizationScheme::int8, QuantizationScheme::int16x8, QuantizationScheme::dynamic_range}) {
    const Graph stored = quantized(graph, training.samples, {.scheme = scheme});
    EXPECT_GE(right(tensor_keeping_executor(stored).value(), test), real - 2);
  }
}

TEST(LstmOnDevice, each_scheme_stores_the_gates_as_its_kernel_takes_them) {
  const Model model = model_of({6, 1, 2}, {"lstm units=4"});
  const Samples samples = random_samples(model, 8);
  const auto types = [&](QuantizationScheme scheme) {
    const Graph graph = quantized(model.lower(), samples, {.scheme = scheme});
    return std::vector<DType>{
        input_of_lstm(graph, slot::kInput).type, input_of_lstm(graph, slot::kInputWeights).type,
        input_of_lstm(graph, slot::kHiddenWeights).type, input_of_lstm(graph, slot::kBias).type,
        input_of_lstm(graph, slot::kCell).type};
  };
  constexpr DType i8 = DType::int8, i16 = DType::int16, real = DType::float32;
  EXPECT_EQ(types(QuantizationScheme::int8), (std::vector<DType>{i8, i8, i8, DType::int32, i16}));
  EXPECT_EQ(types(QuantizationScheme::int16x8),
            (std::vector<DType>{i16, i8, i8, DType::int64, i16}));
  EXPECT_EQ(types(QuantizationScheme::dynamic_range),
            (std::vector<DType>{real, real, real, real, real}));
}

TEST(LstmOnDevice, forms_that_have_no_integer_kernel_are_refused_by_name) {
  const Model model = model_of({6, 1, 2}, {"lstm units=4"});
  Graph graph = model.lower();
  graph.ops[1].options.time_major = true;
  const Result<QuantizedModel> refused = try_quantize(graph, random_samples(model, 2));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(
      refused.error().message,
      "operator 1 (UNIDIRECTIONAL_SEQUENCE_LSTM, output 'lstm_1/part_1') has several sequences, "
      "time first, peepholes, a projection or normalization, which have no int8 form here; keep "
      "the model as float");
}

}  // namespace
}  // namespace tadpole
