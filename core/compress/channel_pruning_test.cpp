// SPDX-License-Identifier: Apache-2.0
#include "core/compress/channel_pruning.h"

#include <gtest/gtest.h>

#include "core/compress/compressed_size.h"
#include "core/compress/weight_kernels.h"
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

ChannelPruning pruned(const Model& model, double share) {
  Result<ChannelPruning> result = prune_channels(model, share);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return std::move(result).value();
}

// A convolution of four filters, of which filters 1 and 2 are tiny, then a depthwise one on it.
TEST(ChannelPruning, the_smallest_filters_go_with_what_stands_on_them) {
  Model model =
      model_of({4, 4, 1}, {"conv2d filters=4 kernel=1x1", "batch_norm", "relu",
                           "depthwise_conv2d kernel=3x3 padding=same",
                           "conv2d filters=3 kernel=1x1", "global_average_pool", "softmax"});
  const std::vector<float> filters = {1.0F, 0.01F, 0.02F, -2.0F};
  std::copy(filters.begin(), filters.end(), model.parameters().begin());
  const ChannelPruning narrow = pruned(model, 0.5);
  ASSERT_EQ(narrow.widths.size(), 2U);
  EXPECT_EQ(narrow.widths[0].before, 4);
  EXPECT_EQ(narrow.widths[0].after, 2);
  EXPECT_EQ(narrow.widths[1].after, 2);
  EXPECT_EQ(narrow.model.input_shape(), model.input_shape());
  EXPECT_EQ(narrow.model.outputs(), 3);
  const auto kernel = narrow.model.parameters().subspan(0, 2);
  EXPECT_NEAR(kernel[0], 1.0F, 1e-3);  // batch norm divides by sqrt(1.001)
  EXPECT_NEAR(kernel[1], -2.0F, 2e-3);
  // 16 places: 4 + 4 * 9 + 4 * 3 before, half of each after; the pool's additions stay.
  EXPECT_EQ(narrow.macs_before - narrow.macs_after, 16 * (4 + 36 + 12) / 2);
}

TEST(ChannelPruning, the_narrow_network_computes_what_the_wide_one_does_without_the_channels) {
  Model model = model_of({5, 4, 2}, {"conv2d filters=6 kernel=3x3", "relu", "flatten",
                                     "dense units=8", "relu", "dense units=3"});
  // Channels that give 0: filter and bias of two outputs are zero.
  const auto infos = model.layers();
  const auto conv = model.parameters().subspan(infos[0].parameters, infos[0].parameter_count);
  for (std::size_t i = 0; i < conv.size(); ++i)
    if (i % 6 == 1 || i % 6 == 4) conv[i] = 0.0F;
  ChannelPruning narrow = pruned(model, 0.34);
  ASSERT_FALSE(narrow.widths.empty());
  EXPECT_EQ(narrow.widths[0].after, 4);
  EXPECT_EQ(narrow.model.layers()[0].out[2], 4);
}

TEST(ChannelPruning, both_sides_of_a_sum_lose_the_same_channels) {
  const Model model = model_of(
      {6, 6, 1}, {"conv2d filters=8 kernel=3x3 padding=same name=a", "relu name=left",
                  "conv2d filters=8 kernel=3x3 padding=same", "relu", "conv2d filters=8 kernel=1x1",
                  "add from=left", "relu", "global_average_pool", "dense units=4"});
  const ChannelPruning narrow = pruned(model, 0.25);
  for (const auto& width : narrow.widths) EXPECT_EQ(width.after, 6) << width.layer;
  EXPECT_GE(narrow.widths.size(), 4U);
  std::vector<float> x = random_values(36, 5);
  Model copy = pruned(model, 0.25).model;
  EXPECT_EQ(predict(copy, x).size(), 4U);
}

// What is zero everywhere goes first, and nothing else changes: in branches that are joined, too.
TEST(ChannelPruning, joined_branches_lose_channels_without_losing_their_places) {
  Model model = model_of(
      {6, 4, 1}, {"conv2d filters=4 kernel=3x3 padding=same name=a", "relu name=left",
                  "max_pool kernel=2x2 stride=2x2", "conv2d filters=4", "relu",
                  "upsampling size=2x2", "concatenate with=left", "flatten", "dense units=2"});
  for (const std::size_t layer : {0U, 3U}) {
    const LayerInfo info = model.layers()[layer];
    const auto filters = model.parameters().subspan(info.parameters, info.parameter_count);
    for (std::size_t i = 0; i < filters.size(); ++i)
      if (i % 4 == 1) filters[i] = 0.0F;
  }
  ChannelPruning narrow = pruned(model, 0.25);
  ASSERT_GE(narrow.widths.size(), 2U);
  for (const auto& width : narrow.widths)
    EXPECT_EQ(width.after * 4, width.before * 3) << width.layer;
  const std::vector<float> x = random_values(24, 5);
  const std::vector<float> before = predict(model, x), after = predict(narrow.model, x);
  for (std::size_t k = 0; k < before.size(); ++k) EXPECT_NEAR(after[k], before[k], 1e-5);
}

TEST(ChannelPruning, a_share_of_all_and_layers_that_cannot_are_refused) {
  const Model model = model_of({4, 4, 1}, {"flatten", "dense units=3"});
  const auto all = prune_channels(model, 1.0);
  ASSERT_FALSE(all.ok());
  EXPECT_NE(all.error().message.find("share of 1 of the channels"), std::string::npos);
  for (const std::string kind : {"gru", "lstm"}) {  // without a device form, with one that is whole
    const auto refused =
        prune_channels(model_of({6, 1, 4}, {kind + " units=4", "dense units=2"}), 0.5);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().message.find(kind), std::string::npos) << refused.error().message;
  }
}

// 4000 zeros pack to next to nothing, noise does not.
TEST(CompressedBytes, zeros_pack_and_noise_does_not) {
  std::vector<std::uint8_t> zeros(4000, 0), noise;
  Rng rng(1);
  for (int i = 0; i < 4000; ++i) noise.push_back(static_cast<std::uint8_t>(rng.below(256)));
  EXPECT_LT(compressed_bytes(zeros).value(), 50U);
  EXPECT_GT(compressed_bytes(noise).value(), 3990U);
}

}  // namespace
}  // namespace tadpole
