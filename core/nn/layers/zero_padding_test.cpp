// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_model.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

TEST(ZeroPadding, every_side_gets_the_zeros_it_asks_for) {
  Model model = model_of(
      {1, 2, 1},
      {"conv2d filters=1 kernel=1x1 use_bias=false", "zero_padding top=1 bottom=0 left=0 right=2"},
      {1});
  EXPECT_EQ(predict(model, {7, 8}), (std::vector<float>{0, 0, 0, 0, 7, 8, 0, 0}));
}

TEST(ZeroPadding, it_lowers_to_a_pad_with_its_four_sides) {
  const Graph graph =
      model_of({2, 2, 1}, {"conv2d filters=1", "zero_padding top=3 left=2"}).lower();
  ASSERT_EQ(graph.ops.size(), 2U);
  EXPECT_EQ(graph.ops[1].builtin, builtin::kPad);
  EXPECT_EQ(graph.tensors[static_cast<std::size_t>(graph.ops[1].outputs[0])].shape,
            (std::vector<int>{1, 6, 5, 1}));
}

TEST(ZeroPadding, no_border_at_all_is_refused) {
  EXPECT_EQ(error_of({2, 2, 1}, {"zero_padding top=0 bottom=0 left=0 right=0"}),
            "layer 1 (zero_padding bottom=0 left=0 right=0 top=0): all four sides are 0; ask for a "
            "border, e.g. top=1, or take the layer out");
}

}  // namespace
}  // namespace tadpole
