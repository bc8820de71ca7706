// SPDX-License-Identifier: Apache-2.0
#include "core/search/dense_space.h"

#include <gtest/gtest.h>

#include <set>

#include "core/nn/model.h"

namespace tadpole {
namespace {

SpacePoint point_of(const Space& space, const std::string& network) {
  return space
      .parse(network + " dropout=0 learning_rate=0.003 schedule=cosine batch=32 weight_decay=0.001")
      .value();
}

// By hand: 8*32+32, 32*32+32 and 32*5+5 parameters, as the ready-made network has them.
TEST(DenseSpace, holds_the_ready_made_dense_network) {
  const Space space = dense_space();
  const SpacePoint point = point_of(space, "depth=2 activation=relu width_1=32 width_2=32");
  ModelSpec made{.input = {1, 1, 8}, .layers = {}};
  for (const std::string& line : dense_layers(space, point, {NetworkAnswer::Kind::classes, 5}))
    made.layers.push_back(parse_layer(line).value());
  const ModelSpec twin = reference_model("mlp units=32 depth=2", {1, 1, 8}, 5).value();
  EXPECT_EQ(Model::create(made).value().parameters().size(), 288U + 1056 + 165);
  EXPECT_EQ(Model::create(twin).value().parameters().size(), 288U + 1056 + 165);
}

TEST(DenseSpace, every_hidden_layer_has_its_width_its_activation_and_its_dropout) {
  const Space space = dense_space();
  const SpacePoint point = point_of(space, "depth=2 activation=tanh width_1=12 width_2=256");
  EXPECT_EQ(dense_layers(space, point, {NetworkAnswer::Kind::numbers, 1}),
            (NetworkLines{"dense units=12", "tanh", "dropout rate=0", "dense units=256", "tanh",
                          "dropout rate=0", "dense units=1"}));
}

// Half of the factors from 4 to 258 lie below sqrt(4 * 258) = 32.1; 32 takes those up to 34, which
// are log(34 / 4) / log(258 / 4) = 51.4 %. Of 2000 draws the share's deviation is 1.1 %; four of
// them are allowed.
TEST(DenseSpace, narrow_layers_are_tried_as_often_as_wide_ones) {
  const Space space = dense_space();
  Rng rng(7);
  int narrow = 0;
  std::set<double> widths;
  for (int i = 0; i < 2000; ++i) {
    const double width = space.number(space.sample(rng), "width_1");
    EXPECT_EQ(static_cast<int>(width) % 4, 0);
    narrow += width <= 32.0 ? 1 : 0;
    widths.insert(width);
  }
  EXPECT_NEAR(narrow / 2000.0, 0.514, 0.045);
  EXPECT_EQ(*widths.begin(), 4.0);
  EXPECT_LE(*widths.rbegin(), 256.0);
}

}  // namespace
}  // namespace tadpole
