// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalPcan, IsAGainAndACurve) {
  Int16s table(125, 0);
  table[1] = 4096;
  TestOp op("SignalPCAN", flex_map({{"snr_shift", 6}}));
  op.input(uint32s({2}, {64, 512})).input(uint32s({2}, {1, 1})).constant(int16s({125}, table));
  op.output(uint32s({2}));
  // 64 * 4096 / 64 is 1 with 12 bits: 1 / 4 with 6; 512 gives 8: 8 - 1.
  EXPECT_EQ(op.answer<std::uint32_t>(), (Uint32s{16, 448}));
}

TEST(SignalPcan, RefusesAShortTable) {
  TestOp op("SignalPCAN", flex_map({{"snr_shift", 6}}));
  op.input(uint32s({2})).input(uint32s({2})).constant(int16s({124})).output(uint32s({2}));
  EXPECT_EQ(op.plan(), Reason::signal_size);
}

}  // namespace
}  // namespace tadpole::device
