// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 49*8*186+186, 33*186*128+128, 128*128+128, 128*12+12.
TEST(LowLatencyConv, has_the_parameters_of_the_original) {
  EXPECT_EQ(reference("low_latency_conv", {49, 40, 1}, 12).parameters().size(),
            73098U + 785792 + 16512 + 1548);
}

TEST(LowLatencyConv, too_few_bands_are_refused) {
  EXPECT_EQ(reference_model("low_latency_conv", {49, 6, 1}, 4).error().message,
            "low_latency_conv: input is 49x6x1, its filters are 8 bands wide; take more bands");
}

}  // namespace
}  // namespace tadpole
