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

// By hand.
TEST(OnnxDense, two_computed_matrices_are_multiplied) {
  OnnxBuilder two;
  two.input("x", {2, 2}).input("z", {2, 3}).node("MatMul", {"x", "z"}, {"y"}).output("y");
  const ImportedModel model = imported(two);
  EXPECT_EQ(ops_text(model.graph), "BATCH_MATMUL");
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4}, {1, 0, 2, 0, 1, 1}}),
            (std::vector<float>{1, 2, 4, 3, 4, 10}));
}

// Scores of attention: a matrix that is turned only in how it is counted stays where it is.
TEST(OnnxDense, a_turned_matrix_is_read_as_it_lies) {
  const std::vector<float> q = numbers(2 * 3 * 4), k = numbers(2 * 3 * 4, 2);
  OnnxBuilder builder;
  builder.input("q", {2, 3, 4}).input("k", {2, 3, 4});
  builder.node("Transpose", {"k"}, {"t"}, {attribute("perm", {0, 2, 1})});
  builder.node("MatMul", {"q", "t"}, {"y"}).output("y");
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "BATCH_MATMUL");
  std::vector<float> y;
  for (std::size_t b = 0; b < 2; ++b) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        y.push_back(0.0F);
        for (std::size_t c = 0; c < 4; ++c)
          y.back() += q[(b * 3 + i) * 4 + c] * k[(b * 3 + j) * 4 + c];
      }
    }
  }
  expect_close(run_imported(model, {q, k}), y);
}

// By hand: 2 * x^T z^T + 3 * (1, 2).
TEST(OnnxDense, gemm_of_two_computed_matrices) {
  OnnxBuilder builder;
  builder.input("x", {2, 1}).input("z", {2, 2}).constant("c", {2}, {1, 2});
  builder.node("Gemm", {"x", "z", "c"}, {"y"},
               {attribute("transA", 1), attribute("transB", 1), attribute("alpha", 2.0F),
                attribute("beta", 3.0F)});
  EXPECT_EQ(run_imported(imported(builder.output("y")), {{1, 10}, {1, 2, 3, 4}}),
            (std::vector<float>{45, 92}));
}

TEST(OnnxDense, a_constant_may_stand_first) {
  OnnxBuilder builder;
  builder.constant("w", {1, 2}, {1, 10}).input("x", {2, 2}).node("MatMul", {"w", "x"}, {"y"});
  EXPECT_EQ(run_imported(imported(builder.output("y")), {{1, 2, 3, 4}}),
            (std::vector<float>{31, 42}));
}

TEST(OnnxDense, refuses_what_it_is_not) {
  OnnxBuilder two;
  two.input("x", {1, 2}).input("z", {3, 3}).node("MatMul", {"x", "z"}, {"y"}).output("y");
  EXPECT_NE(refusal(two).find("1x2 and 3x3 do not fit together"), std::string::npos);
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
