// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"

namespace tadpole {
namespace {

TEST(Flatten, memory_order_is_kept) {
  Model model =
      model_of({1, 2, 2}, {"flatten", "dense units=1 use_bias=false"}, {1, 10, 100, 1000});
  EXPECT_EQ(predict(model, {1, 2, 3, 4}), (std::vector<float>{4321}));
}

}  // namespace
}  // namespace tadpole
