// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 2560 filters over 40 bands and over 49 frames, 1280 biases; 1280*256+256, 256*256+256,
// 256*12+12.
TEST(LowLatencySvdf, has_the_parameters_of_the_original) {
  EXPECT_EQ(reference("low_latency_svdf", {49, 40, 1}, 12).parameters().size(),
            2560U * (40 + 49) + 1280 + 327936 + 65792 + 3084);
}

}  // namespace
}  // namespace tadpole
