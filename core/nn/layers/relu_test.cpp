// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Relu, alone_it_is_a_pass_of_its_own_and_keeps_what_is_positive) {
  Model model = model_of({1, 1, 2}, {"relu", "dense units=2 use_bias=false"}, {1, 0, 0, 1});
  EXPECT_EQ(predict(model, {-3, 3}), (std::vector<float>{0, 3}));
}

TEST(Relu, after_a_layer_it_melts_into_that_layer) {
  Model model = model_of({1, 1, 2}, {"dense units=2 use_bias=false", "relu"}, {1, 0, 0, 1});
  EXPECT_EQ(predict(model, {-3, 3}), (std::vector<float>{0, 3}));
  EXPECT_EQ(model.lower().ops.size(), 1U);
  EXPECT_EQ(model.lower().ops[0].options.activation, Activation::relu);
}

}  // namespace
}  // namespace tadpole
