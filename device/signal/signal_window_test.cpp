// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalWindow, WeighsEveryFrameAndSaturates) {
  TestOp op("SignalWindow", flex_map({{"shift", 12}}));
  op.input(int16s({2, 2}, {100, -100, 32767, 7})).constant(int16s({2}, {2048, 8192}));
  op.output(int16s({2, 2}));
  EXPECT_EQ(op.answer<std::int16_t>(), (Int16s{50, -200, 16383, 14}));
}

TEST(SignalWindow, RefusesOptionsWithoutAShift) {
  TestOp op("SignalWindow", flex_map({{"shaft", 12}}));
  op.input(int16s({2})).constant(int16s({2})).output(int16s({2}));
  EXPECT_EQ(op.plan(), Reason::custom_options);
  TestOp noise("SignalWindow", {1, 2, 3});
  noise.input(int16s({2})).constant(int16s({2})).output(int16s({2}));
  EXPECT_EQ(noise.plan(), Reason::custom_options);
}

TEST(SignalWindow, RefusesAWindowThatDoesNotDivideTheInput) {
  TestOp op("SignalWindow", flex_map({{"shift", 12}}));
  op.input(int16s({3})).constant(int16s({2})).output(int16s({3}));
  EXPECT_EQ(op.plan(), Reason::signal_size);
}

}  // namespace
}  // namespace tadpole::device
