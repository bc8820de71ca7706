// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: conv 10*4*64; four blocks of depthwise 9*64 and pointwise 64*64; nine batch norms of
// 2*64; dense 64*12+12.
TEST(DsCnn, has_the_parameters_of_mlperf_tiny) {
  const Model model = reference("ds_cnn", {49, 10, 1}, 12);
  EXPECT_EQ(model.parameters().size(), 2560U + 4 * (576 + 4096) + 9 * 128 + 780);
  EXPECT_EQ(model.macs(), 125LL * (2560 + 4 * (576 + 4096)) + 768);
}

}  // namespace
}  // namespace tadpole
