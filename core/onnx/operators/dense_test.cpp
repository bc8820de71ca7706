// SPDX-License-Identifier: Apache-2.0
// Expected numbers by hand or from plain loops.
#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

TEST(OnnxDense, gemm_is_a_fully_connected_layer) {
  OnnxBuilder builder =
      one_node({-1, 3}, "Gemm", {"w", "b"},
               {attribute("alpha", 2.0F), attribute("beta", 0.5F), attribute("transB", 1)});
  builder.constant("w", {2, 3}, {1, 2, 3, 4, 5, 6}).constant("b", {2}, {10, 20});
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "FULLY_CONNECTED");
  // By hand: 2 * (1 - 2 + 6) + 5, 2 * (4 - 5 + 12) + 10.
  EXPECT_EQ(run_imported(model, {{1, -1, 2}}), (std::vector<float>{15, 32}));
}

TEST(OnnxDense, mat_mul_and_add_and_relu_are_one_operator) {
  OnnxBuilder builder;
  builder.input("x", {1, 3}).constant("w", {3, 2}, {1, 4, 2, 5, 3, 6}).constant("b", {2}, {-9, 1});
  builder.node("MatMul", {"x", "w"}, {"m"}).node("Add", {"b", "m"}, {"a"});
  const ImportedModel model = imported(builder.node("Relu", {"a"}, {"y"}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "FULLY_CONNECTED+relu");
  EXPECT_EQ(run_imported(model, {{1, -1, 2}}), (std::vector<float>{0, 12}));
}

// The columns of the weights change places, the picture does not.
TEST(OnnxDense, behind_a_flattened_picture_has_its_weights_turned) {
  const std::vector<float> x = numbers(2 * 3 * 4), w = numbers(24 * 3, 2);
  OnnxBuilder builder;
  builder.input("x", {1, 2, 3, 4}).constant("one", {2, 2, 1, 1}, {1, 0, 0, 1});
  builder.constant("w", {24, 3}, w);
  builder.node("Conv", {"x", "one"}, {"c"}).node("Flatten", {"c"}, {"f"});
  const ImportedModel model = imported(builder.node("Gemm", {"f", "w"}, {"y"}).output("y"));
  EXPECT_EQ(ops_text(model.graph), "CONV_2D RESHAPE FULLY_CONNECTED");
  std::vector<float> y(3, 0.0F);
  for (std::size_t k = 0; k < 24; ++k) {
    for (std::size_t n = 0; n < 3; ++n) y[n] += x[k] * w[k * 3 + n];
  }
  expect_close(run_imported(model, {x}), y);
}

// Linear over the channels of a picture, as (N, H, W, C): a layer for every pixel.
TEST(OnnxDense, works_on_the_last_axis_of_a_turned_picture) {
  const std::vector<float> x = numbers(2 * 2 * 2);
  OnnxBuilder builder;
  builder.input("x", {1, 2, 2, 2}).constant("one", {2, 2, 1, 1}, {1, 0, 0, 1});
  builder.constant("w", {2, 1}, {1, 10}).node("Conv", {"x", "one"}, {"c"});
  builder.node("Transpose", {"c"}, {"t"}, {attribute("perm", {0, 2, 3, 1})});
  const ImportedModel model = imported(builder.node("MatMul", {"t", "w"}, {"y"}).output("y"));
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{1, 2, 2, 1}));
  std::vector<float> y;
  for (std::size_t i = 0; i < 4; ++i) y.push_back(x[i] + 10 * x[4 + i]);
  expect_close(run_imported(model, {x}), y);
}

TEST(OnnxDense, refuses_what_it_is_not) {
  OnnxBuilder two;
  two.input("x", {1, 2}).input("z", {2, 3}).node("MatMul", {"x", "z"}, {"y"}).output("y");
  EXPECT_NE(refusal(two).find("multiplies two computed tensors"), std::string::npos);
  OnnxBuilder sizes = one_node({1, 3}, "MatMul", {"w"});
  EXPECT_NE(refusal(sizes.constant("w", {2, 2}, numbers(4))).find("its weights take 2 values"),
            std::string::npos);
  OnnxBuilder turned = one_node({3, 1}, "Gemm", {"w"}, {attribute("transA", 1)});
  EXPECT_NE(refusal(turned.constant("w", {3, 2}, numbers(6))).find("transposed"),
            std::string::npos);
  OnnxBuilder cube = one_node({1, 3}, "MatMul", {"w"});
  EXPECT_NE(refusal(cube.constant("w", {1, 3, 2}, numbers(6))).find("have 3 axes, 2 are expected"),
            std::string::npos);
  OnnxBuilder bias = one_node({1, 3}, "Gemm", {"w", "b"});
  bias.constant("w", {3, 2}, numbers(6)).constant("b", {3}, numbers(3));
  EXPECT_NE(refusal(bias).find("3 values for 2 outputs"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
