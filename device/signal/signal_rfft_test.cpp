// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalRfft, AConstantHasOneLine) {
  TestOp op("SignalRfft", flex_map({{"T", 7}, {"fft_length", 512}}));
  op.input(int16s({512}, Int16s(512, 1024))).output(int16s({514}));
  const Int16s answer = op.answer<std::int16_t>();
  EXPECT_EQ(answer[0], 1024);  // the sum, divided by the length
  for (std::size_t i = 2; i < 512; ++i) EXPECT_NEAR(answer[i], 0, 1) << i;
}

TEST(SignalRfft, RefusesOtherLengths) {
  TestOp op("SignalRfft", flex_map({{"fft_length", 256}}));
  op.input(int16s({256})).output(int16s({258}));
  EXPECT_EQ(op.plan(), Reason::signal_size);
}

}  // namespace
}  // namespace tadpole::device
