// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_loss.h"

namespace tadpole {
namespace {

// By hand at delta 2: the error 1 costs 1/2, the error -5 costs 2 * (5 - 1).
TEST(Huber, is_square_near_the_target_and_straight_far_away) {
  const LossRun r = run_loss("huber delta=2", {1, -5}, {.values = std::array{0.0F, 0.0F}});
  EXPECT_NEAR(r.result.loss, (0.5 + 8.0) / 2, 1e-12);
  EXPECT_FLOAT_EQ(r.gradient[0], 0.5F);
  EXPECT_FLOAT_EQ(r.gradient[1], -1.0F);
}

TEST(Huber, a_delta_of_zero_is_refused) {
  EXPECT_NE(make_loss("huber delta=0").error().message.find("1e-06 to 1000000"), std::string::npos)
      << make_loss("huber delta=0").error().message;
}

}  // namespace
}  // namespace tadpole
