// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalFilterBankSquareRoot, RoundsAndHalves) {
  TestOp op("SignalFilterBankSquareRoot", {});
  op.input(uint64s({4}, {64, 72, 73, std::uint64_t{1} << 62U})).input(int32s({}, {1}));
  op.output(uint32s({4}));
  // 8, 8.49 and 8.54 rounded, 2^31
  EXPECT_EQ(op.answer<std::uint32_t>(), (Uint32s{4, 4, 4, 1U << 30U}));
}

}  // namespace
}  // namespace tadpole::device
