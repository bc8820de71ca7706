// SPDX-License-Identifier: Apache-2.0
#include "learning/course/bound.h"

#include <gtest/gtest.h>

namespace tadpole::learning {
namespace {

TEST(Bound, a_share_is_said_as_a_share_or_in_percent) {
  EXPECT_DOUBLE_EQ(*parse_share("0.9"), 0.9);
  EXPECT_DOUBLE_EQ(*parse_share("90%"), 0.9);
  EXPECT_DOUBLE_EQ(*parse_share(" 97.8 % "), 0.978);
  EXPECT_DOUBLE_EQ(*parse_share("1"), 1.0);
  for (const char* none : {"", "%", "90", "-0.1", "101%", "nan", "NaN%", "inf", "high", "0x1"})
    EXPECT_FALSE(parse_share(none)) << none;
}

TEST(Bound, other_bounds_are_numbers_without_a_unit) {
  EXPECT_DOUBLE_EQ(*parse_bound("size<", "20000"), 20000.0);
  for (const char* none : {"20 kB", "nan", "-1", ""})
    EXPECT_FALSE(parse_bound("size<", none)) << none;
}

TEST(Bound, the_author_is_told_what_was_found_and_what_is_expected) {
  EXPECT_EQ(bound_refusal("accuracy>", "90%"), "");
  EXPECT_EQ(bound_refusal("accuracy>", "90"),
            "accuracy>= is '90'; expected a share from 0 to 1 or a percentage, such as 90%");
  EXPECT_EQ(bound_refusal("size<", "20kB"),
            "size<= is '20kB'; expected a number from 0 on, without a unit");
}

}  // namespace
}  // namespace tadpole::learning
