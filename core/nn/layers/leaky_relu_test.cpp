// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(LeakyRelu, below_zero_the_slope_is_alpha) {
  Model model =
      model_of({1, 1, 2}, {"leaky_relu alpha=0.5", "dense units=2 use_bias=false"}, {1, 0, 0, 1});
  EXPECT_EQ(predict(model, {-3, 3}), (std::vector<float>{-1.5F, 3}));
}

TEST(LeakyRelu, it_lowers_to_its_operator_with_alpha) {
  const Graph graph = model_of({1, 1, 2}, {"dense units=2", "leaky_relu alpha=0.25"}).lower();
  ASSERT_EQ(graph.ops.size(), 2U);
  EXPECT_EQ(graph.ops[1].builtin, builtin::kLeakyRelu);
  EXPECT_EQ(graph.ops[1].options.alpha, 0.25F);
}

TEST(LeakyRelu, an_alpha_outside_0_to_1_is_refused) {
  const std::string message = error_of({1, 1, 2}, {"dense units=2", "leaky_relu alpha=-1"});
  EXPECT_NE(message.find("layer 2 (leaky_relu alpha=-1): "), std::string::npos) << message;
  EXPECT_NE(message.find("alpha"), std::string::npos) << message;
}

}  // namespace
}  // namespace tadpole
