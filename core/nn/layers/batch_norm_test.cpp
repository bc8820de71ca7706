// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By formula: gamma 2, beta 1 with running mean 3 and variance 4 - epsilon give 2 * (5 - 3) / 2 + 1
// = 3.
TEST(BatchNorm, inference_uses_the_running_averages) {
  Model model = model_of({1, 1, 1}, {"batch_norm epsilon=0.5"}, {2, 1});
  model.state()[0] = 3;
  model.state()[1] = 3.5F;
  EXPECT_FLOAT_EQ(predict(model, {5})[0], 3.0F);
}

// By hand: batch {1, 3}: mean 2, variance without bias 2; a tenth of each goes into the running
// averages 0 and 1.
TEST(BatchNorm, a_step_moves_the_running_averages_by_what_momentum_leaves) {
  Model model = model_of({1, 1, 1}, {"batch_norm", "dense units=2"});
  model.reserve(2, nullptr);
  model.step(std::vector<float>{1, 3}, std::vector<int>{0, 1}, {});
  EXPECT_FLOAT_EQ(model.state()[0], 0.2F);
  EXPECT_FLOAT_EQ(model.state()[1], 0.9F + 0.2F);
}

// A mean of 10000 with a spread of 0.01: squares in float would lose the variance; sums around a
// pivot keep it.
TEST(BatchNorm, a_large_mean_does_not_hide_a_small_spread) {
  Model model = model_of({1, 1, 1}, {"batch_norm momentum=0", "dense units=2"});
  model.reserve(64, nullptr);
  std::vector<float> x(64);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = i % 2 ? 10000.0F : 10000.015625F;  // floats 1/64 apart
  model.step(x, labels_for(model, 64), {});
  EXPECT_NEAR(model.state()[1], 64.0 / 63.0 * 0.0078125 * 0.0078125, 1e-9);
}

}  // namespace
}  // namespace tadpole
