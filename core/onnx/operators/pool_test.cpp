// SPDX-License-Identifier: Apache-2.0
// Expected numbers by hand or from plain loops.
#include <limits>

#include "core/onnx/test_onnx.h"

namespace tadpole {
namespace {

const std::vector<float> kFrom1To9 = {1, 2, 3, 4, 5, 6, 7, 8, 9};

OnnxBuilder pool(const std::string& type, int kernel, int stride, int pad,
                 std::vector<WireWriter> more = {}) {
  more.push_back(attribute("kernel_shape", {kernel, kernel}));
  more.push_back(attribute("strides", {stride, stride}));
  more.push_back(attribute("pads", {pad, pad, pad, pad}));
  return one_node({1, 1, 3, 3}, type, {}, more);
}

TEST(OnnxPool, max_takes_the_largest_of_each_window) {
  const ImportedModel model = imported(pool("MaxPool", 2, 1, 0));
  EXPECT_EQ(ops_text(model.graph), "MAX_POOL_2D");
  EXPECT_EQ(run_imported(model, {kFrom1To9}), (std::vector<float>{5, 6, 8, 9}));
}

TEST(OnnxPool, max_keeps_channels_apart) {
  const ImportedModel model =
      imported(one_node({1, 2, 2, 2}, "MaxPool", {}, {attribute("kernel_shape", {2, 2})}));
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 4, -5, -6, -7, -8}}), (std::vector<float>{4, -5}));
}

// Padding must not win where all numbers are below 0.
TEST(OnnxPool, max_with_padding_leaves_negative_numbers_alone) {
  std::vector<float> x = kFrom1To9;
  for (float& value : x) value = -value;
  const ImportedModel model = imported(pool("MaxPool", 2, 2, 1));
  EXPECT_EQ(ops_text(model.graph), "PADV2 MAX_POOL_2D");
  EXPECT_EQ(run_imported(model, {x}), (std::vector<float>{-1, -2, -4, -5}));
}

TEST(OnnxPool, max_behind_a_relu_pads_with_zeros) {
  OnnxBuilder builder;
  builder.input("x", {1, 1, 3, 3}).node("Relu", {"x"}, {"r"});
  builder.node("MaxPool", {"r"}, {"y"},
               {attribute("kernel_shape", {2, 2}), attribute("strides", {2, 2}),
                attribute("pads", {1, 1, 1, 1})});
  const ImportedModel model = imported(builder.output("y"));
  EXPECT_EQ(ops_text(model.graph), "RELU PAD MAX_POOL_2D");
  EXPECT_EQ(run_imported(model, {kFrom1To9}), (std::vector<float>{1, 3, 7, 9}));
}

TEST(OnnxPool, ceil_mode_of_max_adds_the_window_at_the_border) {
  const ImportedModel model = imported(pool("MaxPool", 2, 2, 0, {attribute("ceil_mode", 1)}));
  EXPECT_EQ(run_imported(model, {kFrom1To9}), (std::vector<float>{5, 6, 8, 9}));
}

TEST(OnnxPool, average_is_the_mean_of_each_window) {
  const ImportedModel model = imported(pool("AveragePool", 2, 1, 0));
  EXPECT_EQ(run_imported(model, {kFrom1To9}), (std::vector<float>{3, 4, 6, 7}));
}

TEST(OnnxPool, average_counts_padding_or_not_as_it_is_told) {
  const ImportedModel without = imported(pool("AveragePool", 3, 1, 1));
  EXPECT_EQ(ops_text(without.graph), "AVERAGE_POOL_2D");
  EXPECT_EQ(run_imported(without, {kFrom1To9})[0], 3.0F);  // (1 + 2 + 4 + 5) / 4
  const ImportedModel with =
      imported(pool("AveragePool", 3, 1, 1, {attribute("count_include_pad", 1)}));
  EXPECT_EQ(ops_text(with.graph), "PAD AVERAGE_POOL_2D");
  expect_close({run_imported(with, {kFrom1To9})[0]}, {12.0F / 9.0F});
}

TEST(OnnxPool, average_refuses_borders_that_it_cannot_count) {
  EXPECT_NE(refusal(pool("AveragePool", 2, 1, 1)).find("its means at the border"),
            std::string::npos);
  EXPECT_NE(refusal(pool("AveragePool", 2, 2, 0,
                         {attribute("ceil_mode", 1), attribute("count_include_pad", 1)}))
                .find("ceil_mode=False"),
            std::string::npos);
}

TEST(OnnxPool, over_everything_gives_one_number_a_channel) {
  const ImportedModel mean = imported(one_node({1, 2, 2, 2}, "GlobalAveragePool", {}));
  EXPECT_EQ(ops_text(mean.graph), "AVERAGE_POOL_2D");
  EXPECT_EQ(run_imported(mean, {{1, 2, 3, 4, 10, 20, 30, 40}}), (std::vector<float>{2.5F, 25}));
  const ImportedModel most = imported(one_node({1, 2, 4}, "GlobalMaxPool", {}));
  EXPECT_EQ(run_imported(most, {{1, 2, 3, 4, 10, 20, 30, 40}}), (std::vector<float>{4, 40}));
}

TEST(OnnxPool, a_mean_over_other_axes_is_a_mean) {
  OnnxBuilder builder =
      one_node({1, 2, 3}, "ReduceMean", {},
               {attribute("axes", std::vector<int>{1}), attribute("keepdims", 0)});
  const ImportedModel model = imported(builder);
  EXPECT_EQ(ops_text(model.graph), "MEAN RESHAPE");
  EXPECT_EQ(model.outputs[0].onnx_shape, (Dims{1, 3}));
  EXPECT_EQ(run_imported(model, {{1, 2, 3, 5, 6, 7}}), (std::vector<float>{3, 4, 5}));
}

TEST(OnnxPool, refuses_dilation_and_indices) {
  EXPECT_NE(refusal(pool("MaxPool", 2, 1, 0, {attribute("dilations", {2, 2})})).find("dilation"),
            std::string::npos);
  OnnxBuilder builder;
  builder.input("x", {1, 1, 3, 3});
  builder.node("MaxPool", {"x"}, {"y", "places"}, {attribute("kernel_shape", {2, 2})});
  builder.output("y").output("places").node("Identity", {"places"}, {"z"}).output("z");
  EXPECT_NE(refusal(builder).find("its indices are read"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
