// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Relu6, values_stay_between_0_and_6) {
  Model model =
      model_of({1, 1, 3}, {"depthwise_conv2d kernel=1x1 use_bias=false", "relu6"}, {1, 1, 1});
  EXPECT_EQ(predict(model, {-3, 3, 9}), (std::vector<float>{0, 3, 6}));
}

}  // namespace
}  // namespace tadpole
