// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

// By hand: (1 + 2 + 0) / 3; a value counts a third of its sign.
TEST(Mae, is_the_mean_distance) {
  const LossRun r = run_loss("mae", {1, -2, 3}, {.values = std::array{0.0F, 0.0F, 3.0F}});
  EXPECT_NEAR(r.result.loss, 1.0, 1e-12);
  EXPECT_FLOAT_EQ(r.gradient[0], 1.0F / 3);
  EXPECT_FLOAT_EQ(r.gradient[1], -1.0F / 3);
  EXPECT_FLOAT_EQ(r.gradient[2], 0.0F);
}

}  // namespace
}  // namespace tadpole
