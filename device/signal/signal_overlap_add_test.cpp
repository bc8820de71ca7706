// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalOverlapAdd, AddsFramesUp) {
  TestOp op("SignalOverlapAdd", flex_map({{"frame_step", 1}}));
  op.input(int16s({2, 2}, {1, 2, 30, 40})).output(int16s({2}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{1, 32}));
  op.run();
  EXPECT_EQ(op.values<std::int16_t>(), (Int16s{41, 32}));
}

TEST(SignalOverlapAdd, OfFloats) {
  TestOp op("SignalOverlapAdd", flex_map({{"frame_step", 2}}));
  op.input(real({1, 2}, {1, 2})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2}));
}

}  // namespace
}  // namespace tadpole::device
