// SPDX-License-Identifier: Apache-2.0
#include "core/quant/equalize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/quant/float_run.h"
#include "core/quant/post_training.h"
#include "core/quant/test_graphs.h"

namespace tadpole {
namespace {

using test::GraphBuilder;
using test::normal_samples;
using test::normal_values;
using Samples = std::vector<std::vector<float>>;

constexpr int kChannels = 8;

// The range of channel c: 1 to `spread` in equal ratios.
float spread_of(int c, float spread) {
  return std::pow(spread, static_cast<float>(c) / static_cast<float>(kChannels - 1));
}

// Convolution, depthwise convolution, pool and dense layer; the channels between the first two are
// of ranges `spread` apart, which the second takes back.
Graph spread_network(float spread, Activation activation) {
  std::vector<float> makes = normal_values(9 * kChannels, 0.3, 1);
  std::vector<float> bias = normal_values(kChannels, 0.05, 2);
  std::vector<float> reads = normal_values(9 * kChannels, 0.3, 3);
  for (int c = 0; c < kChannels; ++c) {
    for (int w = 0; w < 9; ++w) {
      makes[static_cast<std::size_t>(9 * c + w)] *= spread_of(c, spread);
      reads[static_cast<std::size_t>(kChannels * w + c)] /= spread_of(c, spread);
    }
    bias[static_cast<std::size_t>(c)] *= spread_of(c, spread);
  }
  GraphBuilder b({1, 6, 5, 1});
  b.conv({kChannels, 3, 3, 1}, makes, bias, {1, 6, 5, kChannels}, activation);
  b.depthwise({1, 3, 3, kChannels}, reads, normal_values(kChannels, 0.05, 4), {1, 6, 5, kChannels},
              Activation::relu);
  OpOptions pool;
  pool.filter_h = pool.filter_w = pool.stride_h = pool.stride_w = 2;
  b.op(builtin::kAveragePool2d, {1, 3, 2, kChannels}, pool);
  OpOptions flat;
  flat.new_shape = {1, 6 * kChannels};
  b.op(builtin::kReshape, {1, 6 * kChannels}, flat);
  b.dense({3, 6 * kChannels}, normal_values(18 * kChannels, 0.3, 5), {0.1F, 0.0F, -0.1F}, {1, 3});
  return b.done();
}

std::vector<float> answers(const Graph& graph, const Samples& samples) {
  TfliteExecutor executor = tensor_keeping_executor(graph).value();
  std::vector<float> all;
  for (const auto& sample : samples) {
    EXPECT_TRUE(run_sample(executor, sample).ok());
    const auto values = real_values(executor, executor.graph().outputs[0]);
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

double rms_between(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += d * d;
  }
  return std::sqrt(sum / static_cast<double>(a.size()));
}

double largest_between(const std::vector<float>& a, const std::vector<float>& b) {
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    most = std::max(most, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
  return most;
}

// Each factor is one rounding of 6e-8 of a weight and of a bias; sums of 48 products of order one.
TEST(Equalize, FloatAnswersStay) {
  const Samples samples = normal_samples(16, 30);
  const Graph graph = spread_network(100.0F, Activation::relu);
  Graph equal = graph;
  EXPECT_EQ(equalize_layers(equal, {}), 2);  // conv to depthwise, depthwise to dense
  EXPECT_LT(largest_between(answers(graph, samples), answers(equal, samples)), 1e-4);
}

TEST(Equalize, ChannelsHaveOneRangeWhereTheyAreMadeAndRead) {
  Graph graph = spread_network(100.0F, Activation::relu);
  equalize_layers(graph, {});
  const auto& makes = graph.tensors[static_cast<std::size_t>(graph.ops[0].inputs[1])];
  const auto& reads = graph.tensors[static_cast<std::size_t>(graph.ops[1].inputs[1])];
  const auto* made = reinterpret_cast<const float*>(makes.data.data());
  const auto* read = reinterpret_cast<const float*>(reads.data.data());
  for (int c = 0; c < kChannels; ++c) {
    float most_made = 0.0F, most_read = 0.0F;
    for (int w = 0; w < 9; ++w) {
      most_made = std::max(most_made, std::fabs(made[9 * c + w]));
      most_read = std::max(most_read, std::fabs(read[kChannels * w + c]));
    }
    EXPECT_NEAR(most_made / most_read, 1.0F, 0.01F) << c;
  }
}

// Between the first two layers one scale serves channels of ranges 100 apart: the smallest keeps 2
// or 3 of the 255 steps, so that its error is up to 100 times what it could be. Equalized, all have
// about as many.
TEST(Equalize, TheInt8ErrorOfASpreadNetworkFallsToAThird) {
  const Samples samples = normal_samples(64, 30);
  const Graph graph = spread_network(100.0F, Activation::relu);
  SilentProgress silent;
  const Graph plain = quantize_post_training(graph, samples, {}, silent).value().graph;
  const Graph equal =
      quantize_post_training(graph, samples, {.equalize = true}, silent).value().graph;
  const std::vector<float> exact = answers(graph, samples);
  EXPECT_LT(rms_between(exact, answers(equal, samples)),
            rms_between(exact, answers(plain, samples)) / 3.0);
}

TEST(Equalize, Relu6IsTakenOnlyWhereItNeverClips) {
  const Graph graph = spread_network(10.0F, Activation::relu6);
  std::vector<float> seen(graph.tensors.size(), 5.9F);
  Graph never = graph;
  EXPECT_EQ(equalize_layers(never, seen), 2);
  EXPECT_EQ(never.ops[0].options.activation, Activation::relu);
  seen[static_cast<std::size_t>(graph.ops[0].outputs[0])] = 6.0F;
  Graph clips = graph;
  EXPECT_EQ(equalize_layers(clips, seen), 1);
  EXPECT_EQ(clips.ops[0].options.activation, Activation::relu6);
  Graph unknown = graph;
  EXPECT_EQ(equalize_layers(unknown, {}), 1);
}

TEST(Equalize, ALayerThatTwoReadIsLeftAlone) {
  GraphBuilder b({1, 2, 2, 1});
  b.conv({2, 1, 1, 1}, {1.0F, 50.0F}, {0.0F, 0.0F}, {1, 2, 2, 2});
  const int fork = b.current();
  b.conv({2, 1, 1, 2}, {1.0F, 0.5F, 0.25F, 1.0F}, {0.0F, 0.0F}, {1, 2, 2, 2});
  b.op(builtin::kAdd, {1, 2, 2, 2}, {}, {fork});
  Graph graph = b.done();
  const Graph before = graph;
  EXPECT_EQ(equalize_layers(graph, {}), 0);
  for (std::size_t t = 0; t < graph.tensors.size(); ++t)
    EXPECT_EQ(graph.tensors[t].data, before.tensors[t].data);
}

}  // namespace
}  // namespace tadpole
