// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/test_onnx.h"
#include "core/tflite/op_schema.h"

namespace tadpole {
namespace {

constexpr int kTranspose = 39;

// x with two channels of 2x2 pixels, through a convolution that changes nothing.
OnnxBuilder picture() {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 2, 2}).constant("one", {2, 2, 1, 1}, {1, 0, 0, 1});
  return builder.node("Conv", {"x", "one"}, {"c"});
}
const std::vector<float> kPixels = {1, 2, 3, 4, 5, 6, 7, 8};

TEST(OnnxReshape, views_cost_nothing) {
  OnnxBuilder builder;
  builder.input("x", {1, 6})
      .wholes("s", {3}, {0, -1, 2})
      .wholes("a", {1}, {1})
      .wholes("z", {1}, {0});
  builder.node("Reshape", {"x", "s"}, {"r"}).node("Unsqueeze", {"r", "a"}, {"u"});
  builder.node("Squeeze", {"u", "z"}, {"q"}).node("Identity", {"q"}, {"i"});
  builder.node("Dropout", {"i"}, {"d"}).node("Cast", {"d"}, {"f"}, {attribute("to", 1)});
  const ImportedModel model = imported(builder.node("Relu", {"f"}, {"y"}).output("y"));
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{1, 3, 2}));
  EXPECT_EQ(ops_text(model.graph), "RELU RESHAPE");
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4, 5, 6}}), (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST(OnnxReshape, a_transpose_tells_how_the_picture_lies) {
  OnnxBuilder builder = picture();
  builder.node("Transpose", {"c"}, {"y"}, {attribute("perm", {0, 2, 3, 1})}).output("y");
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "CONV_2D");
  EXPECT_EQ(model.outputs[0].order_text(), "");
  EXPECT_EQ(run_imported(model, {kPixels}), (std::vector<float>{1, 5, 2, 6, 3, 7, 4, 8}));
}

TEST(OnnxReshape, an_input_that_is_turned_first_stays_as_it_is) {
  OnnxBuilder builder;
  builder.input("x", {1, 2, 2, 3}).constant("w", {1, 3, 1, 1}, {1, 10, 100});
  builder.node("Transpose", {"x"}, {"t"}, {attribute("perm", {0, 3, 1, 2})});
  const ImportedModel model = imported(builder.node("Conv", {"t", "w"}, {"y"}).output("y"));
  EXPECT_EQ(model.inputs[0].order_text(), "");
  EXPECT_EQ(ops_text(model.graph), "CONV_2D");
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3}}),
            (std::vector<float>{321, 654, 987, 321}));
}

// (N, C, L) seen as a picture of one row, and (N, H, W) as a picture of one channel.
TEST(OnnxReshape, an_input_that_gets_an_axis_is_taken_as_it_fits) {
  OnnxBuilder row;
  row.input("x", {1, 2, 3}).wholes("a", {1}, {2}).constant("w", {1, 2, 1, 1}, {1, 10});
  row.node("Unsqueeze", {"x", "a"}, {"u"}).node("Conv", {"u", "w"}, {"y"}).output("y");
  EXPECT_EQ(run_imported(imported(row), {{1, 2, 3, 4, 5, 6}}), (std::vector<float>{41, 52, 63}));
  OnnxBuilder grey;
  grey.input("x", {1, 2, 3}).wholes("a", {1}, {1}).constant("w", {1, 1, 2, 1}, {1, 10});
  grey.node("Unsqueeze", {"x", "a"}, {"u"}).node("Conv", {"u", "w"}, {"y"}).output("y");
  EXPECT_EQ(run_imported(imported(grey), {{1, 2, 3, 4, 5, 6}}), (std::vector<float>{41, 52, 63}));
}

// A flattened picture as the output needs its elements moved: by TRANSPOSE, or it is refused.
TEST(OnnxReshape, elements_move_by_transpose_or_not_at_all) {
  OnnxBuilder builder = picture();
  builder.node("Flatten", {"c"}, {"y"}).output("y");
  if (op_schema(kTranspose) == nullptr) {
    EXPECT_NE(refusal(builder).find("would have to change places"), std::string::npos);
  } else {
    EXPECT_EQ(run_imported(imported(builder), {kPixels}), kPixels);
  }
}

TEST(OnnxReshape, refuses_shapes_that_do_not_fit) {
  OnnxBuilder more = one_node({1, 6}, "Reshape", {"s"});
  EXPECT_NE(refusal(more.wholes("s", {2}, {1, 5})).find("1x5 has another number of values than"),
            std::string::npos);
  OnnxBuilder minus = one_node({1, 6}, "Reshape", {"s"});
  EXPECT_NE(refusal(minus.wholes("s", {2}, {-1, -1})).find("its shape is [-1, -1]"),
            std::string::npos);
  OnnxBuilder squeeze = one_node({1, 6}, "Squeeze", {"a"});
  EXPECT_NE(refusal(squeeze.wholes("a", {1}, {1})).find("axis 1 of 1x6 is not 1"),
            std::string::npos);
  OnnxBuilder axis = one_node({1, 6}, "Unsqueeze", {"a"});
  EXPECT_NE(refusal(axis.wholes("a", {1}, {5})).find("axis 5 is outside a tensor of 3 axes"),
            std::string::npos);
  EXPECT_NE(refusal(one_node({1, 6}, "Transpose", {}, {attribute("perm", {0, 0})}))
                .find("are no order of 1x6"),
            std::string::npos);
  EXPECT_NE(refusal(one_node({1, 6}, "Cast", {}, {attribute("to", 7)})).find("another type"),
            std::string::npos);
  EXPECT_NE(refusal(one_node({1, 6}, "Flatten", {}, {attribute("axis", 7)})).find("no axis 7"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
