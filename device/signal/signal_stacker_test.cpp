// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalStacker, PutsNeighboursTogether) {
  TestOp op("SignalStacker", flex_map({{"num_channels", 1},
                                       {"stacker_left_context", 1},
                                       {"stacker_right_context", 1},
                                       {"stacker_step", 2}}));
  op.input(int16s({1}, {1})).output(int16s({3})).output(bools({}));
  op.answer<std::int16_t>();
  EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{0}));
  op.set_input<std::int16_t>(0, {2});
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{1, 1, 2}));
  EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{1}));
  op.set_input<std::int16_t>(0, {3});
  op.run();
  EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{0}));
  op.set_input<std::int16_t>(0, {4});
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{2, 3, 4}));
}

}  // namespace
}  // namespace tadpole::device
