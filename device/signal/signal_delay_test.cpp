// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalDelay, GivesSamplesLater) {
  TestOp op("SignalDelay", flex_map({{"delay_length", 3}}));
  op.input(int16s({2}, {1, 2})).output(int16s({2}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{0, 0}));
  op.set_input<std::int16_t>(0, {3, 4});
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{0, 1}));
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{2, 3}));
}

}  // namespace
}  // namespace tadpole::device
