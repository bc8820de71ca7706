// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(BatchMatmul, OfFloatsWithARepeatedBatch) {
  TestOp op(builtin::kBatchMatmul, OptionsTable::batch_matmul);
  op.input(real({2, 1, 2}, {1, 2, 3, 4})).input(real({1, 2, 2}, {1, 0, 2, 1}));
  op.output(real({2, 1, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{5, 2, 11, 4}));
}

TEST(BatchMatmul, TurnedMatricesGiveTheSameProduct) {
  TestOp op(builtin::kBatchMatmul, OptionsTable::batch_matmul);
  op.option<std::uint8_t>(0, 1).option<std::uint8_t>(1, 1);
  op.input(real({2, 1}, {1, 2})).input(real({2, 2}, {1, 2, 0, 1})).output(real({1, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{5, 2}));
}

TEST(BatchMatmul, OfInt8) {
  TestOp op(builtin::kBatchMatmul, OptionsTable::batch_matmul);
  op.input(int8s({1, 2}, 0.5F, 1, {3, 5})).input(int8s({2, 1}, 0.5F, -1, {1, 2}));
  op.output(int8s({1, 1}, 1.0F, 7));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{11}));  // 1 * 1 + 2 * 1.5
}

TEST(BatchMatmul, OfInt16) {
  TestOp op(builtin::kBatchMatmul, OptionsTable::batch_matmul);
  const auto numbers = [](Dims dims, const std::vector<std::int16_t>& values = {}) {
    return tensor_of(DType::int16, dims, values, 0.5F);
  };
  op.input(numbers({1, 2}, {300, -4})).input(numbers({2, 1}, {200, 2})).output(numbers({1, 1}));
  EXPECT_EQ(op.answer<std::int16_t>(), (std::vector<std::int16_t>{29996}));  // (60000 - 8) * 0.5
}

TEST(BatchMatmul, RefusesInnerSizesThatDiffer) {
  TestOp op(builtin::kBatchMatmul, OptionsTable::batch_matmul);
  op.input(real({1, 2})).input(real({3, 1})).output(real({1, 1}));
  EXPECT_EQ(op.plan(), Reason::input_shape);
}

}  // namespace
}  // namespace tadpole::device
