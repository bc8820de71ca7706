// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

const std::vector<std::string> kKeys = {"learning_rate", "epochs", "batch", "seed"};

TEST(Text, finds_the_word_that_was_meant) {
  EXPECT_EQ(nearest_word("leraning_rate", kKeys), "learning_rate");
  EXPECT_EQ(nearest_word("epoch", kKeys), "epochs");
}

TEST(Text, does_not_guess_when_nothing_is_near) {
  EXPECT_EQ(nearest_word("window", kKeys), "");
  EXPECT_EQ(did_you_mean("window", kKeys), "");
}

TEST(Text, splits_and_trims) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(trim("  yes\t\n"), "yes");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Text, reads_a_number_only_when_all_of_it_is_one) {
  EXPECT_EQ(parse_whole(" +42 "), 42);
  EXPECT_EQ(parse_whole("-7"), -7);
  EXPECT_EQ(parse_whole("4.5"), std::nullopt);
  EXPECT_EQ(parse_whole(""), std::nullopt);
  EXPECT_EQ(parse_whole("99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_real("1e-3\r"), 0.001);
  EXPECT_EQ(parse_real("1,5"), std::nullopt);
  EXPECT_EQ(parse_real("nan"), std::nullopt);
  EXPECT_EQ(parse_real("inf"), std::nullopt);
}

}  // namespace
}  // namespace tadpole
