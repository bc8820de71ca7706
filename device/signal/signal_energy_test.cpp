// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalEnergy, SquaresBetweenTheIndices) {
  TestOp op("SignalEnergy", flex_map({{"start_index", 1}, {"end_index", 2}}));
  op.input(int16s({6}, {9, 9, 3, -4, 9, 9})).output(uint32s({3}));
  EXPECT_EQ(op.answer<std::uint32_t>(), (Uint32s{0, 25, 0}));
}

TEST(SignalEnergy, RefusesIndicesOutside) {
  TestOp op("SignalEnergy", flex_map({{"start_index", 1}, {"end_index", 4}}));
  op.input(int16s({6})).output(uint32s({3}));
  EXPECT_EQ(op.plan(), Reason::custom_options);
}

}  // namespace
}  // namespace tadpole::device
