// SPDX-License-Identifier: Apache-2.0
#include "core/search/pareto.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

using Rows = std::vector<std::vector<double>>;

// By hand: the third is beaten by the first, the fifth is the second again.
TEST(Pareto, keeps_what_nobody_beats_in_everything) {
  const Rows rows = {{1, 5}, {3, 2}, {2, 6}, {9, 1}, {3, 2}};
  EXPECT_EQ(pareto_front(rows), (std::vector<std::size_t>{0, 1, 3}));
}

TEST(Pareto, of_one_or_none_keeps_all) {
  EXPECT_EQ(pareto_front(Rows{{4, 4}}), (std::vector<std::size_t>{0}));
  EXPECT_TRUE(pareto_front(Rows{}).empty());
}

}  // namespace
}  // namespace tadpole
