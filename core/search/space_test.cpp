// SPDX-License-Identifier: Apache-2.0
#include "core/search/space.h"

#include <gtest/gtest.h>

#include <set>

#include "core/search/test_space.h"

namespace tadpole {
namespace {

TEST(Space, a_seed_gives_a_point_and_its_text_gives_it_back) {
  const Space space = test_space();
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Rng one(seed), two(seed);
    const SpacePoint point = space.sample(one);
    EXPECT_EQ(point, space.sample(two));
    const Result<SpacePoint> back = space.parse(space.text(point));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(back.value(), point) << space.text(point);
  }
}

// depth is 0 to 2 and width_1, width_2 need 1 and 2 of it.
TEST(Space, what_a_condition_leaves_out_has_no_value) {
  const Space space = test_space();
  Rng rng(3);
  std::set<double> depths;
  for (int i = 0; i < 40; ++i) {
    const SpacePoint point = space.sample(rng);
    const double depth = space.number(point, "depth");
    depths.insert(depth);
    EXPECT_EQ(point[2].has_value(), depth >= 1.0);
    EXPECT_EQ(point[3].has_value(), depth >= 2.0);
  }
  EXPECT_EQ(depths, (std::set<double>{0.0, 1.0, 2.0}));
}

// Uniform in the exponent from 1e-4 to 1e-1: a third below 1e-3. Of 3000 draws the share's
// deviation is sqrt(2/9/3000) = 0.0086; four of them are allowed.
TEST(Space, a_rate_is_drawn_evenly_over_its_factors) {
  const Space space = test_space();
  Rng rng(5);
  int low = 0;
  for (int i = 0; i < 3000; ++i) low += space.draw(4, rng) < 1e-3 ? 1 : 0;
  EXPECT_NEAR(low / 3000.0, 1.0 / 3.0, 0.0344);
}

TEST(Space, a_whole_number_keeps_to_its_step) {
  const Space space = test_space();
  EXPECT_EQ(space.nearest(2, 13.0), 12.0);  // 8, 12, ... 64
  EXPECT_EQ(space.nearest(2, 99.0), 64.0);
  EXPECT_EQ(space.nearest(4, 0.0012345), 0.00123);  // three digits
}

// 4 takes what is drawn up to 6, 256 from 254 up to 258; by the factors log(6/4) / log(258/4) = 9.7
// % and log(258/254) / log(258/4) = 0.4 %. Of 5000 draws the deviations are 0.42 and 0.09 %; four
// of them are allowed.
TEST(Space, a_whole_number_whose_factors_count_keeps_to_its_step_and_reaches_both_ends) {
  const Space space = width_space();
  EXPECT_EQ(space.nearest(0, 13.0), 12.0);
  EXPECT_EQ(space.nearest(0, 1000.0), 256.0);
  Rng rng(6);
  int lowest = 0, highest = 0;
  for (int i = 0; i < 5000; ++i) {
    const double width = space.draw(0, rng);
    lowest += width == 4.0 ? 1 : 0;
    highest += width == 256.0 ? 1 : 0;
  }
  EXPECT_NEAR(lowest / 5000.0, 0.097, 0.017);
  EXPECT_NEAR(highest / 5000.0, 0.004, 0.0036);
}

TEST(Space, says_what_is_wrong_with_a_description) {
  const auto refusal = [](std::vector<Parameter> parameters) {
    const Result<Space> made = Space::create(std::move(parameters));
    return made.ok() ? "" : made.error().message;
  };
  EXPECT_NE(refusal({}).find("no parameter"), std::string::npos);
  EXPECT_NE(refusal({{.name = "a b", .choices = {"x"}}}).find("'a b'"), std::string::npos);
  EXPECT_NE(refusal({{.name = "a", .choices = {}}}).find("no choices"), std::string::npos);
  EXPECT_NE(refusal({{.name = "a", .choices = {"x y"}}}).find("'x y'"), std::string::npos);
  EXPECT_NE(refusal({{.name = "a", .kind = ParameterKind::log_real, .low = 0, .high = 1}})
                .find("low > 0"),
            std::string::npos);
  EXPECT_NE(refusal({{.name = "a", .kind = ParameterKind::log_integer, .low = 0, .high = 8}})
                .find("low > 0"),
            std::string::npos);
  EXPECT_NE(refusal({{.name = "a", .choices = {"x"}, .needs = "b"}}).find("needs 'b'"),
            std::string::npos);
}

TEST(Space, says_what_is_wrong_with_a_point) {
  const Space space = test_space();
  const auto refusal = [&](const std::string& text) {
    const Result<SpacePoint> point = space.parse(text);
    return point.ok() ? "" : point.error().message;
  };
  EXPECT_EQ(refusal("kind=conv depth=0 rate=0.01"), "");
  EXPECT_NE(refusal("kind=convex depth=0 rate=0.01").find("conv, separable"), std::string::npos);
  EXPECT_NE(refusal("kind=conv depth=1 rate=0.01").find("no width_1"), std::string::npos);
  EXPECT_NE(refusal("kind=conv depth=0 rate=7").find("0.0001 to 0.1"), std::string::npos);
  EXPECT_NE(refusal("kind=conv depth=0 rate=0.01 more=1").find("'more=1'"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
