// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(EmbeddingLookup, GivesRowsOfATable) {
  TestOp op(builtin::kEmbeddingLookup);
  op.input(int32s({3}, {2, 0, 2})).constant(real({3, 2}, {1, 2, 3, 4, 5, 6}));
  op.output(real({3, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{5, 6, 1, 2, 5, 6}));
}

TEST(EmbeddingLookup, RowsOfInt8ComeOutAsFloatOrAsTheyAre) {
  TestOp scaled(builtin::kEmbeddingLookup);
  scaled.input(int32s({1}, {1})).constant(int8s({2, 2}, 0.5F, 0, {1, 2, 3, -4}));
  scaled.output(real({1, 2}));
  EXPECT_EQ(scaled.answer<float>(), (Reals{1.5F, -2.0F}));
  TestOp copied(builtin::kEmbeddingLookup);
  copied.input(int32s({1}, {1})).constant(int8s({2, 2}, 0.5F, 0, {1, 2, 3, -4}));
  copied.output(int8s({1, 2}, 0.5F, 0));
  EXPECT_EQ(copied.answer<std::int8_t>(), (Int8s{3, -4}));
}

TEST(EmbeddingLookup, ANumberOutsideTheTableGivesZeros) {
  TestOp op(builtin::kEmbeddingLookup);
  op.input(int32s({2}, {-1, 3})).constant(real({3, 1}, {1, 2, 3})).output(real({2, 1}));
  EXPECT_EQ(op.answer<float>(), (Reals{0, 0}));
}

TEST(EmbeddingLookup, RefusesNumbersOfAnotherTypeAndAnotherShape) {
  TestOp wide(builtin::kEmbeddingLookup);
  wide.input(int64s({1}, {0})).constant(real({3, 1})).output(real({1, 1}));
  EXPECT_EQ(wide.plan(), Reason::input_type);
  TestOp shape(builtin::kEmbeddingLookup);
  shape.input(int32s({1}, {0})).constant(real({3, 2})).output(real({1, 1}));
  EXPECT_EQ(shape.plan(), Reason::output_shape);
}

}  // namespace
}  // namespace tadpole::device
