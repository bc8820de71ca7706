// SPDX-License-Identifier: Apache-2.0
#include "core/search/conv_space.h"

#include <gtest/gtest.h>

#include "core/search/footprint.h"
#include "core/train/train_options.h"

namespace tadpole {
namespace {

ModelSpec spec_of(const Space& space, const SpacePoint& point) {
  ModelSpec spec{.input = {49, 40, 1}, .layers = {}};
  for (const std::string& line : conv_layers(space, point, 12))
    spec.layers.push_back(parse_layer(line).value());
  return spec;
}

// The network of ds_cnn with two blocks of 32 channels, but for where dropout stands.
TEST(ConvSpace, holds_a_depthwise_separable_network) {
  const Space space = conv_space();
  const SpacePoint point =
      space
          .parse(
              "first_kernel=10x4 first_stride=2x2 width=32 first_width=1 depth=2 "
              "block=separable kernel=3x3 stride_1=1x1 width_1=1 stride_2=1x1 width_2=1 "
              "pool=average dropout=0.2 learning_rate=0.002 schedule=cosine batch=32 "
              "weight_decay=0.0001")
          .value();
  ModelSpec twin = reference_model("ds_cnn filters=32 blocks=2", {49, 40, 1}, 12).value();
  std::erase_if(twin.layers, [](const LayerSpec& layer) { return layer.kind == "dropout"; });
  ModelSpec made = spec_of(space, point);
  std::erase_if(made.layers, [](const LayerSpec& layer) { return layer.kind == "dropout"; });
  const Model a = Model::create(twin).value(), b = Model::create(made).value();
  EXPECT_EQ(a.parameters().size(), b.parameters().size());
  EXPECT_EQ(a.macs(), b.macs());
}

TEST(ConvSpace, every_point_runs_on_the_device_and_is_trained_by_options_that_there_are) {
  const Space space = conv_space();
  TrainOptions options;
  OptionSet known = describe(options);
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Rng rng(seed);
    const SpacePoint point = space.sample(rng);
    const Outcome runs = check_runs_on_device(spec_of(space, point));
    EXPECT_TRUE(runs.ok()) << space.text(point);
    for (const auto& [name, value] : conv_training(space, point)) {
      const Outcome set = known.set(name, value, "train");
      EXPECT_TRUE(set.ok()) << name << " " << value;
    }
  }
}

// 8 channels half as many are 4, never less.
TEST(ConvSpace, channels_come_in_fours) {
  const Space space = conv_space();
  const SpacePoint point =
      space
          .parse(
              "first_kernel=3x3 first_stride=4x2 width=8 first_width=0.5 depth=0 pool=flatten "
              "dropout=0 learning_rate=0.001 schedule=constant batch=64 weight_decay=0.001")
          .value();
  EXPECT_EQ(conv_layers(space, point, 3),
            (std::vector<std::string>{
                "conv2d filters=4 kernel=3x3 stride=4x2 padding=same use_bias=false", "batch_norm",
                "relu", "dropout rate=0", "flatten", "dense units=3", "softmax"}));
}

}  // namespace
}  // namespace tadpole
