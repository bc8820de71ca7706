// SPDX-License-Identifier: Apache-2.0
// Expected numbers by hand.
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

TEST(OnnxElementwise, two_computed_tensors_meet) {
  for (const auto& [type, expected] :
       {std::pair{"Add", std::vector<float>{4, 6}}, std::pair{"Sub", std::vector<float>{-2, -2}},
        std::pair{"Mul", std::vector<float>{3, 8}}, std::pair{"Sum", std::vector<float>{4, 6}}}) {
    OnnxBuilder builder;
    builder.input("x", {1, 2}).input("z", {1, 2}).node(type, {"x", "z"}, {"y"}).output("y");
    EXPECT_EQ(run_imported(imported(builder), {{1, 2}, {3, 4}}), expected) << type;
  }
}

TEST(OnnxElementwise, constants_stand_beside_and_keep_their_side) {
  OnnxBuilder left;
  left.input("x", {1, 3}).constant("c", {3}, {10, 20, 30}).node("Sub", {"c", "x"}, {"y"});
  EXPECT_EQ(run_imported(imported(left.output("y")), {{1, 2, 3}}), (std::vector<float>{9, 18, 27}));
  OnnxBuilder right = one_node({1, 3}, "Div", {"c"});
  EXPECT_EQ(run_imported(imported(right.constant("c", {}, {4})), {{1, 2, 3}}),
            (std::vector<float>{0.25F, 0.5F, 0.75F}));
}

// The channels of a picture are its last axis here: constants turn with it.
TEST(OnnxElementwise, a_constant_for_every_place_turns_with_the_picture) {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 1, 2}).constant("c", {1, 2, 1, 2}, {1, 2, 3, 4});
  builder.node("Mul", {"x", "c"}, {"m"});
  builder.node("MaxPool", {"m"}, {"y"}, {attribute("kernel_shape", {1, 1})}).output("y");
  EXPECT_EQ(run_imported(imported(builder), {{1, 1, 2, 2}}), (std::vector<float>{1, 2, 6, 8}));
}

TEST(OnnxElementwise, one_number_a_channel_repeats_over_the_picture) {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 2, 2}).node("GlobalAveragePool", {"x"}, {"g"});
  const ImportedModel model = imported(builder.node("Mul", {"g", "x"}, {"y"}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "AVERAGE_POOL_2D MUL");
  EXPECT_EQ(run_imported(model, {{1, 1, 1, 1, 0, 2, 4, 2}}),
            (std::vector<float>{1, 1, 1, 1, 0, 4, 8, 4}));
}

TEST(OnnxElementwise, a_flattened_picture_meets_a_constant_and_another_one) {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 2, 2}).constant("one", {2, 2, 1, 1}, {1, 0, 0, 1});
  builder.constant("c", {1, 8}, {1, 2, 3, 4, 5, 6, 7, 8})
      .constant("w", {8, 1}, {8, 7, 6, 5, 4, 3, 2, 1});
  builder.node("Conv", {"x", "one"}, {"k"}).node("Flatten", {"k"}, {"f"});
  builder.node("Add", {"f", "c"}, {"a"}).node("Mul", {"a", "f"}, {"m"});
  const ImportedModel model = imported(builder.node("MatMul", {"m", "w"}, {"y"}).output("y"));
  // By hand: sum over i of (x + i + 1) * x * (8 - i) with x = 1 for even i, -1 for odd i.
  EXPECT_EQ(run_imported(model, {{1, -1, 1, -1, 1, -1, 1, -1}}),
            (std::vector<float>{2 * 8 - 1 * 7 + 4 * 6 - 3 * 5 + 6 * 4 - 5 * 3 + 8 * 2 - 7 * 1}));
}

TEST(OnnxElementwise, factors_and_sums_are_folded_into_a_layer_before) {
  OnnxBuilder builder;
  builder.input("x", {1, 1, 1, 1}).constant("w", {2, 1, 1, 1}, {1, 2}).constant("b", {2}, {1, -1});
  builder.constant("m", {1, 2, 1, 1}, {3, -1}).constant("a", {2, 1, 1}, {0.5F, 1});
  builder.constant("d", {}, {2});
  builder.node("Conv", {"x", "w", "b"}, {"c"}).node("Mul", {"m", "c"}, {"n"});
  builder.node("Sub", {"n", "a"}, {"s"}).node("Div", {"s", "d"}, {"y"}).output("y");
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "CONV_2D");
  // By hand: ((5 + 1) * 3 - 0.5) / 2, (-(10 - 1) - 1) / 2.
  EXPECT_EQ(run_imported(model, {{5}}), (std::vector<float>{8.75F, -5}));
}

TEST(OnnxElementwise, nothing_is_folded_behind_an_activation) {
  OnnxBuilder builder;
  builder.input("x", {1, 1}).constant("w", {1, 1}, {1}).constant("d", {}, {-1});
  builder.node("MatMul", {"x", "w"}, {"m"}).node("Relu", {"m"}, {"r"});
  const ImportedModel model = imported(builder.node("Mul", {"r", "d"}, {"y"}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "FULLY_CONNECTED+relu MUL");
  EXPECT_EQ(run_imported(model, {{-3}}), (std::vector<float>{0}));
}

OnnxBuilder norm(const Dims& input, float epsilon) {
  OnnxBuilder builder =
      one_node(input, "BatchNormalization", {"s", "b", "m", "v"}, {attribute("epsilon", epsilon)});
  builder.constant("s", {2}, {2, 4}).constant("b", {2}, {1, 0}).constant("m", {2}, {1, 2});
  return builder.constant("v", {2}, {4, 16});
}

TEST(OnnxElementwise, batch_norm_alone_is_a_product_and_a_sum) {
  const ImportedModel model = imported(norm({1, 2, 1, 2}, 0.0F));
  EXPECT_EQ(ops_text(model.graph), "MUL ADD");
  EXPECT_EQ(run_imported(model, {{1, 3, 2, 6}}), (std::vector<float>{1, 3, 0, 4}));
}

TEST(OnnxElementwise, refuses_what_does_not_fit) {
  OnnxBuilder sizes = one_node({1, 3}, "Add", {"c"});
  EXPECT_NE(refusal(sizes.constant("c", {2}, {1, 2})).find("1x3 and 2 do not fit together"),
            std::string::npos);
  OnnxBuilder both;
  both.input("x", {2, 1}).input("z", {1, 3}).node("Add", {"x", "z"}, {"y"}).output("y");
  EXPECT_NE(refusal(both).find("would both be repeated to 2x3"), std::string::npos);
  OnnxBuilder quotient;
  quotient.input("x", {1, 2}).input("z", {1, 2}).node("Div", {"x", "z"}, {"y"}).output("y");
  EXPECT_NE(refusal(quotient).find("divides by a computed tensor"), std::string::npos);
  OnnxBuilder three;
  three.input("x", {1}).node("Sum", {"x", "x", "x"}, {"y"}).output("y");
  EXPECT_NE(refusal(three).find("it adds 3 tensors"), std::string::npos);
  EXPECT_NE(refusal(norm({1, 3, 1, 2}, 0.0F)).find("2 numbers for 3 channels"), std::string::npos);
  OnnxBuilder wholes = one_node({1, 3}, "Add", {"c"});
  EXPECT_NE(refusal(wholes.wholes("c", {1}, {1})).find("must be constant float32 numbers"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
