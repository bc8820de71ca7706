// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(GlobalAveragePool, one_mean_per_channel) {
  Model model =
      model_of({2, 1, 2}, {"global_average_pool", "dense units=2 use_bias=false"}, {1, 0, 0, 1});
  EXPECT_EQ(predict(model, {1, 10, 3, 30}), (std::vector<float>{2, 20}));
}

}  // namespace
}  // namespace tadpole
