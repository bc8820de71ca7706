// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalFilterBank, AddsBothSidesOfATriangle) {
  TestOp op("SignalFilterBank", flex_map({{"num_channels", 1}}));
  op.input(uint32s({3}, {10, 20, 30})).constant(int16s({3}, {1, 2, 3}));
  op.constant(int16s({3}, {4, 5, 6})).constant(int16s({2}, {0, 2}));
  op.constant(int16s({2}, {0, 2})).constant(int16s({2}, {2, 1})).output(uint64s({1}));
  // The upper side of the segment before, 4 * 10 + 5 * 20, and the lower one, 3 * 30.
  EXPECT_EQ(op.answer<std::uint64_t>(), (std::vector<std::uint64_t>{230}));
}

TEST(SignalFilterBank, RefusesASegmentThatReachesOutside) {
  TestOp op("SignalFilterBank", flex_map({{"num_channels", 1}}));
  op.input(uint32s({3}, {10, 20, 30})).constant(int16s({3}, {1, 2, 3}));
  op.constant(int16s({3}, {4, 5, 6})).constant(int16s({2}, {0, 3}));
  op.constant(int16s({2}, {0, 2})).constant(int16s({2}, {2, 1})).output(uint64s({1}));
  EXPECT_EQ(op.plan(), Reason::index);
}

}  // namespace
}  // namespace tadpole::device
