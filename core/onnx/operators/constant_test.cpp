// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

WireWriter tensor_attribute(const Dims& dims, const std::vector<float>& values) {
  WireWriter tensor, w;
  for (const int dim : dims) tensor.whole(1, dim);
  tensor.whole(2, 1);
  for (const float value : values) tensor.real(4, value);
  return w.text(1, "value").message(5, tensor);
}

TEST(OnnxConstant, a_node_is_as_good_as_an_initializer) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).node("Constant", {}, {"c"}, {tensor_attribute({2}, {1, -1})});
  const ImportedModel model = imported(builder.node("Mul", {"x", "c"}, {"y"}).output("y"));
  EXPECT_EQ(run_imported(model, {{3, 4}}), (std::vector<float>{3, -4}));
}

// What PyTorch writes for x.view(x.size(0), -1) with a dynamic batch.
TEST(OnnxConstant, sizes_that_are_computed_are_known_here) {
  OnnxBuilder builder;
  builder.input("x", {-1, 2, 3}).wholes("zero", {}, {0}).wholes("axis", {1}, {0});
  builder.wholes("rest", {1}, {-1}).node("Shape", {"x"}, {"s"});
  builder.node("Gather", {"s", "zero"}, {"n"}).node("Unsqueeze", {"n", "axis"}, {"u"});
  builder.node("Concat", {"u", "rest"}, {"to"}, {attribute("axis", 0)});
  builder.node("Reshape", {"x", "to"}, {"r"}).node("Relu", {"r"}, {"y"}).output("y");
  const ImportedModel model = imported(builder);
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{1, 6}));
  EXPECT_EQ(run_imported(model, {{1, -2, 3, -4, 5, -6}}), (std::vector<float>{1, 0, 3, 0, 5, 0}));
}

// What PyTorch writes for the paddings of F.pad: joined with zeros, turned around, swapped.
TEST(OnnxConstant, paddings_are_turned_around) {
  OnnxBuilder builder;
  builder.input("x", {1, 2}).wholes("two", {1}, {2}).wholes("given", {2}, {1, 0});
  builder.wholes("pairs", {2}, {-1, 2}).wholes("last", {1}, {-1});
  builder.wholes("first", {1}, {-9223372036854775807}).wholes("axis", {1}, {0});
  builder.wholes("flat", {1}, {-1}).node("ConstantOfShape", {"two"}, {"zeros"}, {[] {
                                           WireWriter tensor;
                                           return WireWriter()
                                               .text(1, "value")
                                               .message(5,
                                                        tensor.whole(1, 1).whole(2, 7).whole(7, 0));
                                         }()});
  builder.node("Concat", {"given", "zeros"}, {"all"}, {attribute("axis", 0)});
  builder.node("Reshape", {"all", "pairs"}, {"p"});
  builder.node("Slice", {"p", "last", "first", "axis", "last"}, {"turned"});
  builder.node("Transpose", {"turned"}, {"swapped"}, {attribute("perm", {1, 0})});
  builder.node("Reshape", {"swapped", "flat"}, {"pads"});
  builder.node("Pad", {"x", "pads"}, {"y"}).output("y");
  EXPECT_EQ(run_imported(imported(builder), {{7, 8}}), (std::vector<float>{0, 7, 8}));
}

TEST(OnnxConstant, arithmetic_of_sizes) {
  OnnxBuilder builder;
  builder.input("x", {1, 6}).wholes("one", {}, {1}).wholes("two", {}, {2}).wholes("axis", {1}, {0});
  builder.node("Shape", {"x"}, {"s"}).node("Gather", {"s", "one"}, {"six"});
  builder.node("Add", {"six", "one"}, {"seven"}).node("Div", {"seven", "two"}, {"three"});
  builder.node("Unsqueeze", {"three", "axis"}, {"end"});
  builder.wholes("from", {1}, {0}).wholes("columns", {1}, {1});
  builder.node("Slice", {"x", "from", "end", "columns"}, {"y"}).output("y");
  EXPECT_EQ(run_imported(imported(builder), {{1, 2, 3, 4, 5, 6}}), (std::vector<float>{1, 2, 3}));
}

TEST(OnnxConstant, refuses_division_by_0_and_values_of_other_kinds) {
  OnnxBuilder zero;
  zero.input("x", {1, 2}).wholes("a", {1}, {1}).wholes("b", {1}, {0});
  zero.node("Div", {"a", "b"}, {"s"}).node("Reshape", {"x", "s"}, {"y"}).output("y");
  EXPECT_NE(refusal(zero).find("it divides by 0"), std::string::npos);
  OnnxBuilder text;
  text.input("x", {1, 2}).node("Constant", {}, {"c"}, {attribute("value_string", "a")});
  EXPECT_NE(refusal(text.node("Add", {"x", "c"}, {"y"}).output("y"))
                .find("its value is neither a tensor nor a number"),
            std::string::npos);
}

// By hand: (1, 2) above each other, then a third axis in front.
TEST(OnnxConstant, expand_repeats_a_constant) {
  OnnxBuilder builder;
  builder.input("x", {2, 3, 2}).constant("c", {1, 2}, {1, 2}).wholes("s", {3}, {2, 3, 1});
  builder.node("Expand", {"c", "s"}, {"e"}).node("Add", {"x", "e"}, {"y"}).output("y");
  EXPECT_EQ(run_imported(imported(builder), {std::vector<float>(12, 10.0F)}),
            (std::vector<float>{11, 12, 11, 12, 11, 12, 11, 12, 11, 12, 11, 12}));
}

TEST(OnnxConstant, expand_of_what_is_computed_repeats_nothing) {
  OnnxBuilder same;
  same.input("x", {1, 2}).wholes("s", {2}, {1, 1}).node("Expand", {"x", "s"}, {"e"});
  EXPECT_EQ(run_imported(imported(same.node("Tanh", {"e"}, {"y"}).output("y")), {{0, 0}}),
            (std::vector<float>{0, 0}));
  OnnxBuilder more = one_node({1, 2}, "Expand", {"s"});
  EXPECT_NE(refusal(more.wholes("s", {2}, {2, 1})).find("it repeats a computed tensor"),
            std::string::npos);
  OnnxBuilder apart = one_node({1, 2}, "Expand", {"s"});
  EXPECT_NE(refusal(apart.wholes("s", {1}, {3})).find("cannot be repeated to [3]"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
