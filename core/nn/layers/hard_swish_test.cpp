// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(HardSwish, far_below_it_is_0_and_far_above_the_input) {
  Model model =
      model_of({1, 1, 3}, {"depthwise_conv2d kernel=1x1 use_bias=false", "hard_swish"}, {1, 1, 1});
  EXPECT_EQ(predict(model, {-4, 0, 5}), (std::vector<float>{0, 0, 5}));
}

TEST(HardSwish, it_lowers_to_its_operator) {
  const Graph graph = model_of({1, 1, 2}, {"dense units=2", "hard_swish"}).lower();
  ASSERT_EQ(graph.ops.size(), 2U);
  EXPECT_EQ(graph.ops[1].builtin, builtin::kHardSwish);
}

}  // namespace
}  // namespace tadpole
