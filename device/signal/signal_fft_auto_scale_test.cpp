// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalFftAutoScale, DoublesUntilTheLargestFills) {
  TestOp op("SignalFftAutoScale", {});
  op.input(int16s({3}, {100, -1000, 3})).output(int16s({3})).output(int32s({}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{3200, -32000, 96}));
  EXPECT_EQ(op.values<std::int32_t>(1), (Int32s{5}));
}

TEST(SignalFftAutoScale, SilenceIsDoubledFifteenTimes) {
  TestOp op("SignalFftAutoScale", {});
  op.input(int16s({1}, {0})).output(int16s({1})).output(int32s({}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{0}));
  EXPECT_EQ(op.values<std::int32_t>(1), (Int32s{15}));
}

}  // namespace
}  // namespace tadpole::device
