// SPDX-License-Identifier: Apache-2.0
#include "core/search/conv_space.h"

#include <gtest/gtest.h>

#include "core/base/hash.h"
#include "core/nn/model.h"

namespace tadpole {
namespace {

constexpr std::array<int, 3> kWords = {49, 40, 1};

ModelSpec spec_of(const Space& space, const SpacePoint& point) {
  ModelSpec spec{.input = kWords, .layers = {}};
  for (const std::string& line : conv_layers(space, point, {NetworkAnswer::Kind::classes, 12}))
    spec.layers.push_back(parse_layer(line).value());
  return spec;
}

// The network of ds_cnn with two blocks of 32 channels, but for where dropout stands.
TEST(ConvSpace, holds_a_depthwise_separable_network) {
  const Space space = conv_space(kWords);
  const SpacePoint point =
      space
          .parse(
              "first_kernel=10x4 first_stride=2x2 width=32 first_width=1 depth=2 "
              "block=separable kernel=3x3 stride_1=1x1 width_1=1 stride_2=1x1 width_2=1 "
              "pool=average dropout=0.2 learning_rate=0.002 schedule=cosine batch=32 "
              "weight_decay=0.0001")
          .value();
  ModelSpec twin = reference_model("ds_cnn filters=32 blocks=2", kWords, 12).value();
  std::erase_if(twin.layers, [](const LayerSpec& layer) { return layer.kind == "dropout"; });
  ModelSpec made = spec_of(space, point);
  std::erase_if(made.layers, [](const LayerSpec& layer) { return layer.kind == "dropout"; });
  const Model a = Model::create(twin).value(), b = Model::create(made).value();
  EXPECT_EQ(a.parameters().size(), b.parameters().size());
  EXPECT_EQ(a.macs(), b.macs());
}

// 8 channels half as many are 4, never less.
TEST(ConvSpace, channels_come_in_fours) {
  const Space space = conv_space(kWords);
  const SpacePoint point =
      space
          .parse(
              "first_kernel=3x3 first_stride=4x2 width=8 first_width=0.5 depth=0 pool=flatten "
              "dropout=0 learning_rate=0.001 schedule=constant batch=64 weight_decay=0.001")
          .value();
  EXPECT_EQ(conv_layers(space, point, {NetworkAnswer::Kind::classes, 3}),
            (NetworkLines{"conv2d filters=4 kernel=3x3 stride=4x2 padding=same use_bias=false",
                          "batch_norm", "relu", "dropout rate=0", "flatten", "dense units=3",
                          "softmax"}));
}

std::vector<std::string> choices_of(const Space& space, const std::string& name) {
  for (const Parameter& p : space.parameters())
    if (p.name == name) return p.choices;
  return {};
}

TEST(ConvSpace, kernels_and_strides_lie_along_time_where_there_is_nothing_else) {
  using Choices = std::vector<std::string>;
  const Space window = conv_space({125, 1, 6}), row = conv_space({1, 80, 2});
  EXPECT_EQ(choices_of(window, "first_kernel"), (Choices{"3x1", "5x1", "8x1", "10x1"}));
  EXPECT_EQ(choices_of(window, "first_stride"), (Choices{"1x1", "2x1", "4x1"}));
  EXPECT_EQ(choices_of(window, "kernel"), (Choices{"3x1", "5x1"}));
  EXPECT_EQ(choices_of(window, "stride_5"), (Choices{"1x1", "2x1"}));
  EXPECT_EQ(choices_of(row, "first_kernel"), (Choices{"1x3", "1x5", "1x4", "1x8"}));
  EXPECT_EQ(choices_of(row, "first_stride"), (Choices{"1x1", "1x2"}));
}

TEST(ConvSpace, no_kernel_is_larger_than_a_small_picture) {
  EXPECT_EQ(choices_of(conv_space({4, 4, 3}), "first_kernel"),
            (std::vector<std::string>{"3x3", "4x4"}));
}

// Of the space as it was when there was no other (a search's journal holds the hash of it): such a
// search goes on.
TEST(ConvSpace, of_a_whole_map_is_the_space_of_earlier_searches) {
  EXPECT_EQ(sha256_hex(conv_space(kWords).fingerprint()),
            "0d701d75ba07c08f6b87ac405449734c6e79a82df2d85af7bc4da2d5040d9750");
  EXPECT_EQ(conv_space(kWords).fingerprint(), conv_space({96, 96, 3}).fingerprint());
}

}  // namespace
}  // namespace tadpole
