// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalFilterBankLog, IsALogarithmToScale) {
  TestOp op("SignalFilterBankLog",
            flex_map({{"output_scale", 1600}, {"input_correction_bits", 3}}));
  op.input(uint32s({3}, {0, 1, 1000})).output(int16s({3}));
  const Int16s answer = op.answer<std::int16_t>();
  EXPECT_EQ(answer[0], 0);
  EXPECT_NEAR(answer[1], 3327, 1);   // 1600 ln 8
  EXPECT_NEAR(answer[2], 14380, 2);  // 1600 ln 8000
}

}  // namespace
}  // namespace tadpole::device
