// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(Upsampling, every_pixel_becomes_a_block) {
  Model model = model_of(
      {1, 2, 1}, {"conv2d filters=1 kernel=1x1 use_bias=false", "upsampling size=2x3"}, {1});
  EXPECT_EQ(predict(model, {7, 8}), (std::vector<float>{7, 7, 7, 8, 8, 8, 7, 7, 7, 8, 8, 8}));
}

TEST(Upsampling, it_lowers_to_its_operator_with_the_new_size) {
  const Graph graph = model_of({2, 3, 1}, {"conv2d filters=1", "upsampling"}).lower();
  ASSERT_EQ(graph.ops.size(), 2U);
  EXPECT_EQ(graph.ops[1].builtin, builtin::kResizeNearestNeighbor);
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.ops[1].outputs[0])].shape,
            (std::vector<int>{1, 4, 6, 1}));
}

TEST(Upsampling, an_image_that_grows_beyond_bounds_is_refused) {
  const std::string message = error_of({4096, 4096, 1}, {"upsampling size=64"});
  EXPECT_NE(message.find("holds more than 2^28 values"), std::string::npos) << message;
}

}  // namespace
}  // namespace tadpole
