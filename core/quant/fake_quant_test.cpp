// SPDX-License-Identifier: Apache-2.0
#include "core/quant/fake_quant.h"

#include <gtest/gtest.h>

#include "core/nn/test_model.h"
#include "core/quant/post_training.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

Model model_with_ranges() {
  Model model = model_of({1, 1, 3}, {"fake_quantize low=-2 high=3", "dense units=4", "relu",
                                     "fake_quantize", "dense units=2", "fake_quantize", "softmax"});
  const std::vector<float> ranges = {-2.0F, 3.0F, 0.0F, 5.1F, -1.0F, 1.55F};
  std::copy(ranges.begin(), ranges.end(), model.state().begin());
  return model;
}

TEST(TakeFakeQuant, leaves_a_graph_of_known_operators_and_the_ranges_of_its_tensors) {
  const Graph graph = model_with_ranges().lower();
  const LearntRanges learnt = take_fake_quant(graph);
  EXPECT_EQ(graph.ops.size(), 6U);
  ASSERT_EQ(learnt.graph.ops.size(), 3U);
  EXPECT_TRUE(write_tflite(learnt.graph).ok());
  ASSERT_EQ(learnt.ranges.size(), 3U);
  EXPECT_EQ(learnt.ranges.at(learnt.graph.inputs[0]).high, 3.0F);
  EXPECT_EQ(learnt.ranges.at(learnt.graph.ops[0].outputs[0]).high, 5.1F);
  EXPECT_EQ(learnt.ranges.at(learnt.graph.ops[1].outputs[0]).low, -1.0F);
}

TEST(TakeFakeQuant, an_operator_of_another_form_stays_and_is_refused_by_quantization) {
  Graph graph = model_with_ranges().lower();
  graph.ops[0].inputs.resize(1);
  const LearntRanges learnt = take_fake_quant(graph);
  ASSERT_EQ(learnt.graph.ops.size(), 4U);
  EXPECT_EQ(learnt.graph.ops[0].builtin, kFakeQuantOperator);
  SilentProgress silent;
  const auto refused =
      quantize_post_training(graph, std::vector<std::vector<float>>{{1, 2, 3}}, {}, silent);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("no int8 form"), std::string::npos)
      << refused.error().message;
}

// By formula: 255 steps from low to high; the samples show less than was learnt.
TEST(LearntRanges, become_the_steps_of_the_int8_graph_whatever_the_samples_show) {
  SilentProgress silent;
  const auto model = quantize_post_training(
      model_with_ranges().lower(),
      std::vector<std::vector<float>>{{0.1F, 0.2F, 0.3F}, {0.2F, 0.1F, 0.0F}}, {}, silent);
  ASSERT_TRUE(model.ok()) << model.error().message;
  const Graph& graph = model.value().graph;
  const auto scale = [&](int tensor) {
    return graph.tensors[static_cast<std::size_t>(tensor)].quantization.scale.at(0);
  };
  EXPECT_FLOAT_EQ(scale(graph.inputs[0]), 5.0F / 255);
  EXPECT_FLOAT_EQ(scale(graph.ops[0].outputs[0]), 0.02F);
  EXPECT_FLOAT_EQ(scale(graph.ops[1].outputs[0]), 0.01F);
}

TEST(KernelScale, per_kernel_gives_all_channels_of_a_convolution_one_scale) {
  SilentProgress silent;
  const Model model = model_of({4, 4, 1}, {"conv2d filters=3", "flatten", "dense units=2"});
  std::vector<std::vector<float>> samples;
  for (std::uint64_t i = 0; i < 4; ++i) samples.push_back(random_values(16, 3 + i));
  const auto int8 = quantize_post_training(model.lower(), samples,
                                           {.kernel_scale = KernelScale::per_kernel}, silent);
  ASSERT_TRUE(int8.ok()) << int8.error().message;
  const Graph& graph = int8.value().graph;
  const Quantization& q =
      graph.tensors[static_cast<std::size_t>(graph.ops[0].inputs[1])].quantization;
  ASSERT_EQ(q.scale.size(), 3U);
  EXPECT_EQ(q.scale[0], q.scale[1]);
  EXPECT_EQ(q.scale[0], q.scale[2]);
}

}  // namespace
}  // namespace tadpole
