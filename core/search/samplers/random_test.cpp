// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/search/samplers/test_strategy.h"

namespace tadpole {
namespace {

TEST(RandomSampler, is_the_space_s_own_draw_whatever_was_told) {
  const Space space = test_space();
  const auto sampler = make_sampler("random").value();
  const std::vector<Observation> told(
      20, {.point = space.parse("kind=conv depth=0 rate=0.01").value()});
  Rng one(4), two(4);
  EXPECT_EQ(sampler->propose(space, told, one), space.sample(two));
}

TEST(Sampler, an_unknown_strategy_is_refused_with_the_list) {
  const auto none = make_sampler("tpa");
  ASSERT_FALSE(none.ok());
  EXPECT_NE(none.error().message.find("did you mean 'tpe'"), std::string::npos);
  EXPECT_NE(none.error().message.find("evolution"), std::string::npos);
}

// By hand: refused by much, refused by little, few epochs, more epochs, a better value.
TEST(Sampler, observations_have_an_order) {
  const std::vector<Observation> rising = {{.refused = true, .excess = 2.0},
                                           {.refused = true, .excess = 0.1},
                                           {.epochs = 3, .value = 0.9},
                                           {.epochs = 9, .value = 0.5},
                                           {.epochs = 9, .value = 0.6}};
  for (std::size_t i = 0; i < rising.size(); ++i)
    for (std::size_t j = 0; j < rising.size(); ++j)
      EXPECT_EQ(better(rising[i], rising[j]), i > j) << i << " " << j;
}

}  // namespace
}  // namespace tadpole
