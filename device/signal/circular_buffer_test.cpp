// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TestTensor frames(Dims dims, const Int8s& values = {}) { return int8s(dims, 0.0F, 0, values); }

TEST(CircularBuffer, HoldsTheLastFramesOldestFirst) {
  TestOp op("CIRCULAR_BUFFER", flex_map({{"cycles_max", 1}}));
  op.input(frames({1, 1, 1, 2}, {1, 2})).output(frames({1, 3, 1, 2}));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{0, 0, 0, 0, 1, 2}));
  for (std::int8_t i = 3; i < 9; i = static_cast<std::int8_t>(i + 2)) {
    op.set_input<std::int8_t>(0, {i, static_cast<std::int8_t>(i + 1)});
    op.run();
  }
  EXPECT_EQ(op.values<std::int8_t>(), (Int8s{3, 4, 5, 6, 7, 8}));
}

TEST(CircularBuffer, SaysInWhichRunsTheModelGoesOn) {
  TestOp op("CIRCULAR_BUFFER", flex_map({{"cycles_max", 2}}));
  op.input(frames({1, 1, 1, 1}, {1})).output(frames({1, 2, 1, 1})).output(bools({1}));
  ASSERT_EQ(op.plan(), Reason::none);
  for (const std::uint8_t goes_on : {0, 1, 0, 1}) {
    op.run();
    EXPECT_EQ(op.values<std::uint8_t>(1), (Bools{goes_on}));
  }
}

TEST(CircularBuffer, WithoutThePeriodFiveFramesMeanEveryRun) {
  TestOp five("CIRCULAR_BUFFER", {});
  five.input(frames({1, 1, 1, 1})).output(frames({1, 5, 1, 1}));
  EXPECT_EQ(five.plan(), Reason::none);
  TestOp four("CIRCULAR_BUFFER", {});  // every other run, and nobody to tell
  four.input(frames({1, 1, 1, 1})).output(frames({1, 4, 1, 1}));
  EXPECT_EQ(four.plan(), Reason::custom_options);
}

TEST(CircularBuffer, RefusesFramesOfAnotherSizeOrType) {
  TestOp size("CIRCULAR_BUFFER", flex_map({{"cycles_max", 1}}));
  size.input(frames({1, 1, 1, 2})).output(frames({1, 5, 1, 1}));
  EXPECT_EQ(size.plan(), Reason::output_shape);
  TestOp type("CIRCULAR_BUFFER", flex_map({{"cycles_max", 1}}));
  type.input(int16s({1, 1, 1, 1})).output(int16s({1, 5, 1, 1}));
  EXPECT_EQ(type.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
