// SPDX-License-Identifier: Apache-2.0
#include "core/quant/compare.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

using Outputs = std::vector<std::vector<float>>;

// By hand: sample 0 right in both, 1 lost, 2 won, 3 wrong in both ways.
TEST(Compare, CountsWhatChanged) {
  const Outputs first = {{0.9F, 0.1F}, {0.6F, 0.4F}, {0.6F, 0.4F}, {0.7F, 0.3F}};
  const Outputs second = {{0.8F, 0.2F}, {0.4F, 0.6F}, {0.3F, 0.7F}, {0.9F, 0.1F}};
  const std::vector<int> labels = {0, 0, 1, 1};
  const Comparison c = compare_predictions(first, second, labels).value();
  EXPECT_EQ(c.first_accuracy, 0.5);
  EXPECT_EQ(c.second_accuracy, 0.5);
  EXPECT_EQ(c.changed, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(c.lost, 1U);
  EXPECT_EQ(c.won, 1U);
  EXPECT_NEAR(c.largest_difference, 0.3, 1e-6);
}

TEST(Compare, RefusesSetsThatDoNotFit) {
  const Outputs one = {{0.5F, 0.5F}}, two = {{0.5F, 0.5F}, {1.0F, 0.0F}},
                three_classes = {{0.1F, 0.2F, 0.7F}};
  const std::vector<int> label = {0};
  EXPECT_EQ(compare_predictions(one, two, label).error().message,
            "there are 1 and 2 predictions and 1 labels; expected as many of each, at least one");
  EXPECT_EQ(compare_predictions(one, three_classes, label).error().message,
            "sample 0 has 2 and 3 output values; compare models of the same classes");
}

}  // namespace
}  // namespace tadpole
