// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/packed16.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(Packed16, HalvesAreSignedAndWrapAround) {
  const Packed16 x = pack16(-5, 32767);
  EXPECT_EQ(low16(x), -5);
  EXPECT_EQ(high16(x), 32767);
  EXPECT_EQ(high16(add16(x, pack16(0, 1))), -32768);
  EXPECT_EQ(low16(sub16(pack16(-32768, 0), pack16(1, 0))), 32767);
}

TEST(Packed16, HalvedSumsKeepTheCarryAndRoundDown) {
  EXPECT_EQ(low16(halved_add16(pack16(32767, 0), pack16(32767, 0))), 32767);
  EXPECT_EQ(high16(halved_sub16(pack16(0, -4), pack16(0, 1))), -3);  // floor(-2.5)
}

TEST(Packed16, RotatedSumsMultiplyByTheImaginaryUnit) {
  const Packed16 a = pack16(100, 200);
  const Packed16 b = pack16(3, 7);  // i b = -7 + 3 i
  EXPECT_EQ(add_rotated16(a, b), pack16(100 - 7, 200 + 3));
  EXPECT_EQ(sub_rotated16(a, b), pack16(100 + 7, 200 - 3));
}

TEST(Packed16, AComplexProductRoundsEachPart) {
  // (8192 + 8192 i)(16384 - 16384 i) = 2 * 8192 * 16384 + 0 i; >> 15 gives 8192.
  EXPECT_EQ(complex_mul16(pack16(8192, 8192), pack16(16384, -16384)), pack16(8192, 0));
  EXPECT_EQ(complex_mul16(pack16(1, 0), pack16(16384, 16383)),
            pack16(1, 0));  // 0.5 up, below 0.5 down
}

TEST(Packed16, TheMagnitudeOfTheMostNegativeValueIs32768) {
  EXPECT_EQ(abs16(pack16(-32768, -1)), 0x00018000u);
  EXPECT_EQ(dot16(pack16(-32768, -32768), pack16(-32768, -32768)), 0x80000000u);
}

TEST(Packed16, MixedProductsUseTheNamedHalves) {
  const Packed16 a = pack16(3, -4);
  const Packed16 b = pack16(100, 9);
  EXPECT_EQ(mul_low(a, b), 300);
  EXPECT_EQ(mul_high(a, b), -36);
  EXPECT_EQ(mul_low_add(a, b, 5), 305);
  EXPECT_EQ(mul_high_low_add(a, b, 5), -395);
  EXPECT_EQ(pack_upper16(0x12345678, static_cast<std::int32_t>(0x9ABCDEF0u)), 0x9ABC1234u);
  EXPECT_EQ(low_of_first_high_of_second16(0x11112222u, 0x33334444u), 0x33332222u);
}

}  // namespace
}  // namespace tadpole::device
