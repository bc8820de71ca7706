// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ResizeBilinear, MixesNeighboursInBothTypes) {
  TestOp op(builtin::kResizeBilinear, OptionsTable::resize_bilinear);
  op.input(real({1, 1, 2, 1}, {0, 4})).constant(int32s({2}, {1, 4})).output(real({1, 1, 4, 1}));
  EXPECT_EQ(op.answer<float>(), (Reals{0, 2, 4, 4}));
  TestOp bytes(builtin::kResizeBilinear, OptionsTable::resize_bilinear);
  bytes.input(int8s({1, 1, 2, 1}, 1.0F, 0, {-100, 101})).constant(int32s({2}, {1, 4}));
  bytes.output(int8s({1, 1, 4, 1}, 1.0F, 0));
  EXPECT_EQ(bytes.answer<std::int8_t>(), (Int8s{-100, 1, 101, 101}));
}

TEST(ResizeBilinear, HalfPixelCentersBeginInsideTheImage) {
  TestOp op(builtin::kResizeBilinear, OptionsTable::resize_bilinear);
  op.option<std::uint8_t>(3, 1).input(real({1, 1, 2, 1}, {0, 4})).constant(int32s({2}, {1, 4}));
  op.output(real({1, 1, 4, 1}));
  EXPECT_EQ(op.answer<float>(), (Reals{0, 1, 3, 4}));
}

TEST(ResizeBilinear, AlignedCornersMeetTheEdges) {
  TestOp op(builtin::kResizeBilinear, OptionsTable::resize_bilinear);
  op.option<std::uint8_t>(2, 1).input(int8s({1, 2, 1, 1}, 1.0F, 0, {0, 6}));
  op.constant(int32s({2}, {4, 1})).output(int8s({1, 4, 1, 1}, 1.0F, 0));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{0, 2, 4, 6}));
}

}  // namespace
}  // namespace tadpole::device
