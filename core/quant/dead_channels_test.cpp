// SPDX-License-Identifier: Apache-2.0
#include "core/quant/dead_channels.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/graph/cost.h"
#include "core/quant/float_run.h"
#include "core/quant/post_training.h"
#include "core/quant/test_graphs.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using test::GraphBuilder;
using test::normal_values;

ChannelRemoval removed(const Graph& graph) {
  Result<ChannelRemoval> result = remove_dead_channels(graph);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return result.ok() ? std::move(result).value() : ChannelRemoval{};
}

Bytes answer(TfliteExecutor& executor, std::span<const std::uint8_t> input) {
  std::copy(input.begin(), input.end(), executor.input(0).begin());
  executor.reset();
  EXPECT_TRUE(executor.run().ok());
  return Bytes(executor.output(0).begin(), executor.output(0).end());
}

TfliteExecutor executor_of(const Graph& graph) {
  Result<TfliteExecutor> executor = tensor_keeping_executor(graph);
  EXPECT_TRUE(executor.ok()) << executor.error().message;
  return std::move(executor).value();
}

// Both graphs give the same bytes to noise.
void expect_same_bytes(const Graph& a, const Graph& b, std::uint64_t seed) {
  TfliteExecutor first = executor_of(a), second = executor_of(b);
  Rng rng(seed);
  for (int i = 0; i < 12; ++i) {
    Bytes input(first.input(0).size());
    for (std::uint8_t& byte : input) byte = static_cast<std::uint8_t>(rng.below(256));
    ASSERT_EQ(answer(first, input), answer(second, input)) << "seed " << seed << ", input " << i;
  }
}

Result<QuantizedModel> quantized(const Graph& real, std::size_t values) {
  SilentProgress progress;
  return quantize_post_training(real, test::normal_samples(6, values), {}, progress);
}

Graph int8_of(const Graph& real, std::size_t values) {
  Result<QuantizedModel> model = quantized(real, values);
  EXPECT_TRUE(model.ok()) << model.error().message;
  return model.ok() ? model.value().graph : Graph{};
}

// Zeros for output filters that a coin chooses; kernels are [O, per filter] or, depthwise, [., O].
void kill(std::vector<float>& kernel, std::size_t outputs, bool outputs_last, Rng& rng) {
  const std::size_t per_filter = kernel.size() / outputs;
  for (std::size_t o = 0; o < outputs; ++o) {
    if (rng.below(3) != 0) continue;
    for (std::size_t i = 0; i < per_filter; ++i)
      kernel[outputs_last ? i * outputs + o : o * per_filter + i] = 0.0F;
  }
}

// conv 3x3, depthwise 3x3, conv 1x1, a sum around two more, pool, dense: filters of zero in all of
// them, with biases of both signs behind relu, so that some constants are the zero point and others
// are not.
Graph random_network(std::uint64_t seed) {
  Rng rng(seed);
  const auto weights = [&](std::size_t n, std::size_t outputs, bool last) {
    std::vector<float> values =
        normal_values(n, 0.4, rng.fork(1 + rng.below(1 << 20)).below(1 << 30));
    kill(values, outputs, last, rng);
    return values;
  };
  const auto biases = [&](std::size_t n) { return normal_values(n, 0.5, rng.below(1 << 30)); };
  GraphBuilder b({1, 6, 5, 1});
  b.conv({8, 3, 3, 1}, weights(72, 8, false), biases(8), {1, 6, 5, 8}, Activation::relu);
  b.depthwise({1, 3, 3, 8}, weights(72, 8, true), biases(8), {1, 6, 5, 8}, Activation::relu6);
  b.conv({6, 1, 1, 8}, weights(48, 6, false), biases(6), {1, 6, 5, 6}, Activation::relu);
  const int shortcut = b.current();
  b.conv({6, 3, 3, 6}, weights(324, 6, false), biases(6), {1, 6, 5, 6}, Activation::relu);
  b.conv({6, 1, 1, 6}, weights(36, 6, false), biases(6), {1, 6, 5, 6});
  b.op(builtin::kAdd, {1, 6, 5, 6}, {}, {shortcut});
  OpOptions pool;
  pool.filter_h = 2, pool.filter_w = 2, pool.stride_h = 2, pool.stride_w = 2;
  b.op(rng.below(2) == 0 ? builtin::kMaxPool2d : builtin::kAveragePool2d, {1, 3, 2, 6}, pool);
  OpOptions flat;
  flat.new_shape = {1, 36};
  b.op(builtin::kReshape, {1, 36}, flat);
  b.dense({7, 36}, weights(252, 7, false), biases(7), {1, 7});
  b.dense({3, 7}, weights(21, 1, false), biases(3), {1, 3});
  return b.op(builtin::kSoftmax, {1, 3}).done();
}

TEST(DeadChannels, random_int8_networks_give_the_same_bytes_when_they_are_smaller) {
  int tried = 0, smaller = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Result<QuantizedModel> int8 = quantized(random_network(seed), 30);
    if (!int8.ok()) continue;  // the coin killed it altogether: one answer to everything
    const Graph& graph = int8.value().graph;
    ++tried;
    const ChannelRemoval removal = removed(graph);
    expect_same_bytes(graph, removal.graph, seed);
    EXPECT_EQ(removal.macs_after, graph_macs(removal.graph));
    EXPECT_EQ(removal.bytes_after, constant_bytes(removal.graph));
    smaller += removal.macs_after < removal.macs_before ? 1 : 0;
    // Once more there is nothing to take.
    EXPECT_EQ(removed(removal.graph).channels, 0);
  }
  EXPECT_GE(tried, 30);
  EXPECT_EQ(smaller, tried);  // that the coin killed none of 40 filters has a chance of (2/3)^40
}

TEST(DeadChannels, random_float_networks_answer_alike) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Graph graph = random_network(seed);
    const ChannelRemoval removal = removed(graph);
    TfliteExecutor first = executor_of(graph), second = executor_of(removal.graph);
    for (const auto& sample : test::normal_samples(4, 30)) {
      ASSERT_TRUE(run_sample(first, sample).ok());
      ASSERT_TRUE(run_sample(second, sample).ok());
      const auto a = real_values(first, first.graph().outputs[0]);
      const auto b = real_values(second, second.graph().outputs[0]);
      for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 1e-6) << seed;
    }
  }
}

// conv 1x1 1->2 with a dead second filter, then a padded depthwise 3x3, conv 1x1 to one channel.
Graph constant_before_a_border(float bias) {
  GraphBuilder b({1, 4, 4, 1});
  b.conv({2, 1, 1, 1}, {1.0F, 0.0F}, {0.5F, bias}, {1, 4, 4, 2}, Activation::relu);
  b.depthwise({1, 3, 3, 2}, normal_values(18, 0.4, 3), {0.1F, 0.2F}, {1, 4, 4, 2});
  b.conv({3, 1, 1, 2}, normal_values(6, 0.4, 5), {0.1F, 0.2F, 0.3F}, {1, 4, 4, 3});
  return int8_of(b.done(), 16);
}

TEST(DeadChannels, a_constant_that_is_not_the_zero_point_stays_before_a_padded_convolution) {
  const Graph shines = constant_before_a_border(0.7F), dark = constant_before_a_border(-0.7F);
  EXPECT_EQ(removed(shines).channels, 0);  // at the border the depthwise sees zeros beside it
  const ChannelRemoval removal = removed(dark);
  EXPECT_EQ(removal.channels, 2);  // one filter of the convolution, one of the depthwise
  expect_same_bytes(dark, removal.graph, 1);
}

TEST(DeadChannels, a_constant_before_a_pointwise_convolution_goes_into_its_biases) {
  GraphBuilder b({1, 4, 4, 1});
  b.conv({2, 1, 1, 1}, {1.0F, 0.0F}, {0.5F, 0.7F}, {1, 4, 4, 2}, Activation::relu);
  b.conv({3, 1, 1, 2}, normal_values(6, 0.4, 5), {0.1F, 0.2F, 0.3F}, {1, 4, 4, 3});
  const Graph graph = int8_of(b.done(), 16);
  const ChannelRemoval removal = removed(graph);
  EXPECT_EQ(removal.channels, 1);
  EXPECT_EQ(removal.macs_before, 16 * (2 + 6));
  EXPECT_EQ(removal.macs_after, 16 * (1 + 3));
  expect_same_bytes(graph, removal.graph, 2);
}

TEST(DeadChannels, a_channel_that_is_read_with_zeros_only_goes_with_all_that_leads_to_it) {
  GraphBuilder b({1, 4, 4, 1});
  b.conv({2, 3, 3, 1}, normal_values(18, 0.4, 1), {0.5F, 0.7F}, {1, 4, 4, 2}, Activation::relu);
  b.depthwise({1, 3, 3, 2}, normal_values(18, 0.4, 3), {0.1F, 0.2F}, {1, 4, 4, 2});
  b.conv({2, 1, 1, 2}, {0.0F, 0.3F, 0.0F, 0.4F}, {0.1F, 0.2F}, {1, 4, 4, 2});
  const Graph graph = int8_of(b.done(), 16);
  const ChannelRemoval removal = removed(graph);
  EXPECT_EQ(removal.channels, 2);
  expect_same_bytes(graph, removal.graph, 3);
}

TEST(DeadChannels, a_dense_layer_of_a_dead_network_keeps_one_channel_everywhere) {
  GraphBuilder b({1, 4});
  b.dense({5, 4}, std::vector<float>(20, 0.0F), {1, 2, 3, 4, 5}, {1, 5});
  b.dense({2, 5}, normal_values(10, 0.5, 1), {0.1F, 0.2F}, {1, 2});
  const ChannelRemoval removal = removed(b.done());
  for (const GraphTensor& t : removal.graph.tensors) EXPECT_GE(t.elements(), 1U) << t.name;
}

TEST(DeadChannels, a_model_that_cannot_run_is_refused_with_the_operator) {
  Graph graph = test::small_network();
  graph.ops[3].builtin = 9999;
  const Result<ChannelRemoval> result = remove_dead_channels(graph);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("operator 3"), std::string::npos) << result.error().message;
}

Bytes bytes_of(const Path& file) {
  Result<Bytes> bytes = read_bytes(file);
  EXPECT_TRUE(bytes.ok()) << file;
  return bytes.ok() ? bytes.value() : Bytes();
}

// The model's answers to all golden inputs are still those of TensorFlow Lite Micro.
ChannelRemoval golden_after_removal(const Path& models, const std::string& name) {
  Result<Graph> graph = read_tflite(bytes_of(models / (name + ".tflite")));
  EXPECT_TRUE(graph.ok());
  ChannelRemoval removal = removed(graph.value());
  TfliteExecutor executor = executor_of(removal.graph);
  const Path folder = models / "goldens" / name;
  std::ifstream stream(folder / "golden.json");
  const nlohmann::json golden = nlohmann::json::parse(stream);
  int cases = 0;
  for (const auto& one : golden["cases"]) {
    const Path input = folder / (one["name"].get<std::string>() + ".in.bin");
    const Path output = folder / (one["name"].get<std::string>() + ".out.bin");
    if (!std::filesystem::exists(input) || !std::filesystem::exists(output)) continue;
    EXPECT_EQ(answer(executor, bytes_of(input)), bytes_of(output)) << one["name"];
    ++cases;
  }
  EXPECT_GT(cases, 0) << name;
  return removal;
}

TEST(DeadChannels, halve_the_visual_wake_words_model_of_mlperf_tiny_byte_for_byte) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  const ChannelRemoval removal = golden_after_removal(models, "vww_mobilenet_int8");
  EXPECT_EQ(removal.macs_before, 7489664 + 9 * 256);  // the pool's additions count here
  // 3.73 M, as other analyses of this file found; 29 KB of kernels, the rest are biases.
  EXPECT_EQ(removal.macs_after, 3733271);
  EXPECT_EQ(removal.bytes_before, 219072U);
  EXPECT_EQ(removal.bytes_after, 33382U);
}

class GoldenWithoutDead : public testing::TestWithParam<const char*> {};

TEST_P(GoldenWithoutDead, has_no_dead_channel_and_stays_as_it_is) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  const ChannelRemoval removal = golden_after_removal(models, GetParam());
  EXPECT_EQ(removal.macs_after, removal.macs_before);
}

INSTANTIATE_TEST_SUITE_P(Models, GoldenWithoutDead,
                         testing::Values("kws_dscnn_int8", "ic_resnet8_int8", "ad_autoencoder_int8",
                                         "micro_speech_int8", "hello_world_int8",
                                         "sww_streaming_int8"));

TEST(DeadChannels, take_a_little_of_the_person_detector_byte_for_byte) {
  TADPOLE_SHARED_OR_SKIP(models, "models");
  const ChannelRemoval removal = golden_after_removal(models, "person_detect_int8");
  EXPECT_LT(removal.macs_after, removal.macs_before);
}

}  // namespace
}  // namespace tadpole
