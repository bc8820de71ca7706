// SPDX-License-Identifier: Apache-2.0
#include "device/signal/test_flex.h"

namespace tadpole::device {
namespace {

TEST(SignalFilterBankSpectralSubtraction, TakesTheSlowAverageOff) {
  TestOp op("SignalFilterBankSpectralSubtraction", flex_map({{"alternate_one_minus_smoothing", 0},
                                                             {"alternate_smoothing", 16384},
                                                             {"clamping", 0},
                                                             {"min_signal_remaining", 4096},
                                                             {"num_channels", 2},
                                                             {"one_minus_smoothing", 8192},
                                                             {"smoothing", 8192},
                                                             {"smoothing_bits", 4},
                                                             {"spectral_subtraction_bits", 14}}));
  op.input(uint32s({2}, {100, 100})).output(uint32s({2})).output(uint32s({2}));
  // The even band's noise is half the signal; the odd one's is the signal, of which a quarter
  // stays.
  EXPECT_EQ(op.answer<std::uint32_t>(), (Uint32s{50, 25}));
  EXPECT_EQ(op.values<std::uint32_t>(1), (Uint32s{800, 1600}));
  op.run();  // it remembers
  EXPECT_EQ(op.values<std::uint32_t>(0), (Uint32s{25, 25}));
}

}  // namespace
}  // namespace tadpole::device
