// SPDX-License-Identifier: Apache-2.0
// One suite over all layers of the registry: what a trained model predicts, what its float graph
// computes in the executor, and what the int8 graph computes are the same, within rounding. A new
// layer meets it unasked.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/nn/layer.h"
#include "core/nn/test_layers.h"
#include "core/nn/test_model.h"
#include "core/quant/float_run.h"
#include "core/quant/post_training.h"

namespace tadpole {
namespace {

constexpr int kSamples = 24;

// After one training step, so that batch norm has seen something.
Model trained(const std::array<int, 3>& input, const std::vector<std::string>& lines) {
  Model model = model_of(input, lines);
  model.reserve(kSamples, nullptr);
  const std::size_t values = input_values(model) * kSamples;
  model.step_mse(random_values(values, 3),
                 random_values(static_cast<std::size_t>(model.outputs()) * kSamples, 4), kSamples,
                 {});
  return model;
}

std::vector<std::vector<float>> samples_for(const Model& model) {
  std::vector<std::vector<float>> samples;
  for (std::uint64_t i = 0; i < kSamples; ++i)
    samples.push_back(random_values(input_values(model), 50 + i));
  return samples;
}

std::vector<float> output_of(TfliteExecutor& executor, const std::vector<float>& sample) {
  EXPECT_TRUE(run_sample(executor, sample).ok());
  return real_values(executor, executor.graph().outputs[0]);
}

double largest(const std::vector<float>& values) {
  double most = 0.0;
  for (const float v : values) most = std::max(most, std::fabs(static_cast<double>(v)));
  return most;
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  double most = 0.0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    most = std::max(most, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
  }
  return most;
}

class EveryLayer : public testing::TestWithParam<std::string> {};

// Sums of at most 60 products in another order: 60 roundings of 6e-8.
TEST_P(EveryLayer, the_float_graph_computes_what_the_model_predicts) {
  Model model = trained({1, 1, 2}, lines_around(GetParam()));
  TfliteExecutor executor = tensor_keeping_executor(model.lower()).value();
  for (const std::vector<float>& sample : samples_for(model)) {
    const std::vector<float> expected = predict(model, sample);
    EXPECT_LE(distance(output_of(executor, sample), expected), 4e-6 * (1.0 + largest(expected)));
  }
}

// At most seven operators follow each other, each rounds to half a step of its own output and the
// weights to half of theirs. With gains near one that is an error of a few steps in 255; a tenth of
// the signal (20 dB) is left far behind by a layer that works, and never reached by one that does
// not.
TEST_P(EveryLayer, the_int8_graph_computes_it_within_the_steps_of_its_tensors) {
  Model model = trained({1, 1, 2}, lines_around(GetParam()));
  SilentProgress quiet;
  const Result<QuantizedModel> quantized =
      quantize_post_training(model.lower(), samples_for(model), {}, quiet);
  ASSERT_TRUE(quantized.ok()) << quantized.error().message;
  for (const LayerError& layer : quantized.value().layers)
    EXPECT_GT(layer.sqnr_db, 20.0) << layer.tensor;
}

// The same bound.
TEST_P(EveryLayer, the_other_schemes_compute_it_too) {
  Model model = trained({1, 1, 2}, lines_around(GetParam()));
  SilentProgress quiet;
  for (const auto scheme : {QuantizationScheme::int16x8, QuantizationScheme::dynamic_range}) {
    const Result<QuantizedModel> quantized =
        quantize_post_training(model.lower(), samples_for(model), {.scheme = scheme}, quiet);
    ASSERT_TRUE(quantized.ok()) << quantized.error().message;
    for (const LayerError& layer : quantized.value().layers)
      EXPECT_GT(layer.sqnr_db, 20.0) << layer.tensor;
  }
}

std::string kind(const testing::TestParamInfo<std::string>& test) { return test.param; }
// The others say so themselves, see registry_test.cpp of core/nn.
std::vector<std::string> device_kinds() {
  std::vector<std::string> kinds = layer_kinds();
  // fake_quantize stands for what int8 will do and has no operator: fake_quant_test.cpp.
  std::erase_if(kinds, [](const std::string& k) {
    return k == "fake_quantize" || !make_layer(k)->device_refusal().empty();
  });
  return kinds;
}
INSTANTIATE_TEST_SUITE_P(Registry, EveryLayer, testing::ValuesIn(device_kinds()), kind);

// Two layers that remember, one behind the other, as in Alvarez and Park.
const std::vector<std::string> kStream = {"svdf units=6 memory=4 returns=all", "relu",
                                          "svdf units=5 rank=1 memory=3", "dense units=3"};
constexpr int kFrames = 7, kFeatures = 5;

// The frames of a clip, one after the other; the answer to the last.
std::vector<float> streamed(TfliteExecutor& executor, const std::vector<float>& clip) {
  executor.reset();
  std::vector<float> answer;
  for (int t = 0; t < kFrames; ++t) {
    answer =
        output_of(executor, {clip.begin() + t * kFeatures, clip.begin() + (t + 1) * kFeatures});
  }
  return answer;
}

TEST(Stream, a_clip_frame_by_frame_gives_what_the_model_predicts_of_the_whole) {
  Model model = trained({kFrames, kFeatures, 1}, kStream);
  TfliteExecutor executor = tensor_keeping_executor(model.lower_to_stream().value()).value();
  for (const std::vector<float>& clip : samples_for(model)) {
    const std::vector<float> expected = predict(model, clip);
    EXPECT_LE(distance(streamed(executor, clip), expected), 4e-6 * (1.0 + largest(expected)));
  }
}

// What is remembered has 16 bits; the other tensors have the steps of int8.
TEST(Stream, in_int8_it_follows_within_the_steps_of_its_tensors) {
  Model model = trained({kFrames, kFeatures, 1}, kStream);
  std::vector<std::vector<float>> frames;
  for (const std::vector<float>& clip : samples_for(model)) {
    for (int t = 0; t < kFrames; ++t)
      frames.emplace_back(clip.begin() + t * kFeatures, clip.begin() + (t + 1) * kFeatures);
  }
  SilentProgress quiet;
  const Result<QuantizedModel> quantized =
      quantize_post_training(model.lower_to_stream().value(), frames, {}, quiet);
  ASSERT_TRUE(quantized.ok()) << quantized.error().message;
  for (const LayerError& layer : quantized.value().layers)
    EXPECT_GT(layer.sqnr_db, 20.0) << layer.tensor;
  const Graph& graph = quantized.value().graph;
  int states = 0;
  for (const GraphTensor& tensor : graph.tensors) {
    if (!tensor.is_variable) continue;
    EXPECT_EQ(tensor.type, DType::int16) << tensor.name;
    ++states;
  }
  EXPECT_EQ(states, 2);
}

}  // namespace
}  // namespace tadpole
