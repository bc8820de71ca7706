// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(Sigmoid, the_range_is_0_to_1) {
  Model model =
      model_of({1, 1, 3}, {"depthwise_conv2d kernel=1x1 use_bias=false", "sigmoid"}, {1, 1, 1});
  EXPECT_EQ(predict(model, {-100, 0, 100}), (std::vector<float>{0, 0.5F, 1}));
}

TEST(Sigmoid, it_lowers_to_its_operator) {
  const Graph graph = model_of({1, 1, 2}, {"dense units=2", "sigmoid"}).lower();
  ASSERT_EQ(graph.ops.size(), 2U);
  EXPECT_EQ(graph.ops[1].builtin, builtin::kLogistic);
}

}  // namespace
}  // namespace tadpole
