// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalFramer, GivesOverlappingFramesWhenThereAreEnoughSamples) {
  TestOp op("SignalFramer", flex_map({{"frame_size", 3}, {"frame_step", 2}, {"prefill", 0}}));
  op.input(int16s({2}, {1, 2})).output(int16s({1, 3})).output(bools({}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{0, 0, 0}));
  EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{0}));
  op.set_input<std::int16_t>(0, {3, 4});
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{1, 2, 3}));
  EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{1}));
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{3, 4, 3}));
}

TEST(SignalFramer, ZerosMayComeFirst) {
  TestOp op("SignalFramer", flex_map({{"frame_size", 3}, {"frame_step", 2}, {"prefill", 1}}));
  op.input(int16s({4}, {1, 2, 3, 4})).output(int16s({2, 3})).output(bools({}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{0, 1, 2, 2, 3, 4}));
  EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{1}));
}

}  // namespace
}  // namespace tadpole::device
