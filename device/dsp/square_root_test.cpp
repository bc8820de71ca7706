// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/square_root.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace tadpole::device {
namespace {

TEST(SquareRoot, RoundsToNearestAsThePublishedVectorsOfTheSignalLibrary) {
  // Upstream's test vector: sqrt of filter bank sums, shifted right by 7.
  const std::vector<std::uint64_t> sums = {632803382,   3322331443, 7096652410,
                                           15976754090, 794881,     285365};
  const std::vector<std::uint32_t> roots = {196, 450, 658, 987, 6, 4};
  for (std::size_t i = 0; i < sums.size(); ++i) EXPECT_EQ(square_root_48(sums[i]) >> 7, roots[i]);
}

TEST(SquareRoot, IsExactAroundSquaresAndHalfWaySteps) {
  for (std::uint64_t root :
       {2ull, 255ull, 256ull, 46341ull, 65534ull, 65535ull, 65536ull, 16777214ull}) {
    EXPECT_EQ(square_root_48(root * root), root);
    EXPECT_EQ(square_root_48(root * root - 1),
              root == 65536 ? 65535 : root);              // the reference's 16-bit cap
    EXPECT_EQ(square_root_48(root * root + root), root);  // still below the half
    if (root != 65535) {
      EXPECT_EQ(square_root_48(root * root + root + 1), root + 1);
    }
  }
  EXPECT_EQ(square_root_48(0), 0u);
  EXPECT_EQ(square_root_48(0xFFFFFFFFull), 65535u);  // the reference's 16-bit cap
}

TEST(SquareRoot, OfRandomSixtyFourBitNumbersIsTheFloor) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t x = random() >> (random() % 64);
    const std::uint64_t root = square_root_64(x);
    ASSERT_LE(root * root, x);
    ASSERT_TRUE(root == 0xFFFFFFFFu || (root + 1) * (root + 1) > x) << x;
  }
  EXPECT_EQ(square_root_64(~0ull), 0xFFFFFFFFu);
}

TEST(SquareRoot, OfFloatsIsTheIeeeResult) {
  for (float x = 1e-30f; x < 1e30f; x *= 1.7f) EXPECT_EQ(square_root(x), std::sqrt(x));
}

}  // namespace
}  // namespace tadpole::device
