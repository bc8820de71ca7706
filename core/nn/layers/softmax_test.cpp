// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

// By formula: exp(0) : exp(ln 3) = 1 : 3.
TEST(Softmax, outputs_are_probabilities) {
  Model model =
      model_of({1, 1, 2}, {"dense units=2 use_bias=false", "softmax"}, {0, 0, 1.0986123F, 0});
  const std::vector<float> y = predict(model, {1, 0});
  EXPECT_NEAR(y[0], 0.25F, 1e-6);
  EXPECT_NEAR(y[1], 0.75F, 1e-6);
}

TEST(Softmax, large_logits_do_not_overflow) {
  Model model =
      model_of({1, 1, 2}, {"dense units=2 use_bias=false", "softmax"}, {1000, 0, 0, 1000});
  EXPECT_EQ(predict(model, {1, 0}), (std::vector<float>{1, 0}));
}

}  // namespace
}  // namespace tadpole
