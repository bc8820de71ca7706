// SPDX-License-Identifier: Apache-2.0
// The int8 kernels on the unit-test data of CMSIS-NN (commit 99f736a6), whose outputs come from the
// TensorFlow Lite interpreter: bit for bit. Four-bit weights: golden_int4_test.cpp.
#include <gtest/gtest.h>

#include "core/tflite/golden_case.h"
#include "device/ops/add.h"
#include "device/ops/average_pool_2d.h"
#include "device/ops/depthwise_conv_2d.h"
#include "device/ops/max_pool_2d.h"
#include "device/ops/pad.h"
#include "device/ops/softmax.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's
using Int8s = std::vector<std::int8_t>;
using Int32s = std::vector<std::int32_t>;

using Case = test::GoldenCase;

Int8s convolve(const Case& c) {
  auto p = test::golden_layer<Conv2dParams>(c);
  p.filter_c = c.number("FILTER_CH", p.window.input_c);
  const Int32s multiplier = c.array<std::int32_t>("output_mult");
  const Int32s shift = c.array<std::int32_t>("output_shift");
  const Int32s bias = c.array<std::int32_t>("biases");
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  Int8s out(test::golden_outputs(p.window));
  conv_2d(p, c.array<std::int8_t>("input").data(), c.array<std::int8_t>("weights").data(),
          bias.data(), out.data());
  return out;
}

Int8s convolve_depthwise(const Case& c) {
  auto p = test::golden_layer<DepthwiseConv2dParams>(c);
  p.depth_multiplier = p.window.output_c / p.window.input_c;
  const Int32s multiplier = c.array<std::int32_t>("output_mult");
  const Int32s shift = c.array<std::int32_t>("output_shift");
  const Int32s bias = c.array<std::int32_t>("biases");
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  Int8s out(test::golden_outputs(p.window));
  depthwise_conv_2d(p, c.array<std::int8_t>("input").data(), c.array<std::int8_t>("weights").data(),
                    bias.empty() ? nullptr : bias.data(), out.data());
  return out;
}

TEST(GoldenKernels, Convolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : test::golden_cases(
           path, {"conv_1_x_n_1", "conv_1_x_n_2", "conv_1_x_n_3", "conv_1_x_n_4", "conv_1_x_n_5",
                  "conv_1_x_n_6_generic", "conv_1_x_n_8", "conv_2x2_dilation_5x5_input", "conv_5",
                  "conv_out_activation", "grouped_conv", "grouped_conv_1", "grouped_conv_3",
                  "grouped_conv_4", "kernel1x1_stride_x_y", "kernel1x1_stride_x_y_1",
                  "kernel1x1_stride_x_y_2", "stride2pad1"})) {
    EXPECT_EQ(convolve(c), c.array<std::int8_t>("output_ref")) << c.name();
  }
}

TEST(GoldenKernels, DepthwiseConvolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c :
       test::golden_cases(path, {"depthwise_eq_in_out_ch", "depthwise_kernel_3x3_null_bias",
                                 "depthwise_out_activation", "depthwise_sub_block",
                                 "in_ch_one_out_ch_larger_one"})) {
    EXPECT_EQ(convolve_depthwise(c), c.array<std::int8_t>("output_ref")) << c.name();
  }
}

TEST(GoldenKernels, AveragePool) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c :
       test::golden_cases(path, {"avgpooling_1", "avgpooling_2", "avgpooling_3", "avgpooling_4"})) {
    const AveragePool2dParams p{test::golden_pool_window(c), c.number("ACTIVATION_MIN"),
                                c.number("ACTIVATION_MAX")};
    Int8s out(test::golden_outputs(p.window));
    average_pool_2d(p, c.array<std::int8_t>("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.array<std::int8_t>("output")) << c.name();
  }
}

TEST(GoldenKernels, MaxPool) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : test::golden_cases(path, {"maxpooling_1", "maxpooling_2", "maxpooling_3",
                                                 "maxpooling_5", "maxpooling_7"})) {
    const MaxPool2dParams<std::int8_t> p{test::golden_pool_window(c),
                                         static_cast<std::int8_t>(c.number("ACTIVATION_MIN")),
                                         static_cast<std::int8_t>(c.number("ACTIVATION_MAX"))};
    Int8s out(test::golden_outputs(p.window));
    max_pool_2d(p, c.array<std::int8_t>("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.array<std::int8_t>("output")) << c.name();
  }
}

TEST(GoldenKernels, Softmax) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/softmax.json");
  const Case c(path);
  const SoftmaxParams p{c.number("NUM_ROWS"), c.number("ROW_SIZE"), c.number("INPUT_MULT"),
                        c.number("INPUT_LEFT_SHIFT"), c.number("DIFF_MIN")};
  Int8s out(c.array<std::int8_t>("input").size());
  softmax(p, c.array<std::int8_t>("input").data(), out.data());
  EXPECT_EQ(out, c.array<std::int8_t>("output_ref"));
}

TEST(GoldenKernels, Add) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/add.json");
  const Case c(path);
  AddParams p;
  p.first_offset = c.number("INPUT1_OFFSET");
  p.second_offset = c.number("INPUT2_OFFSET");
  p.output_offset = c.number("OUTPUT_OFFSET");
  p.first = {c.number("INPUT1_MULT"), c.number("INPUT1_SHIFT")};
  p.second = {c.number("INPUT2_MULT"), c.number("INPUT2_SHIFT")};
  p.output = {c.number("OUTPUT_MULT"), c.number("OUTPUT_SHIFT")};
  Int8s out(c.array<std::int8_t>("input1").size());
  Broadcast shape;
  shape.elements = static_cast<std::int32_t>(out.size());
  shape.same_shape = true;
  add(p, shape, c.array<std::int8_t>("input1").data(), c.array<std::int8_t>("input2").data(),
      out.data());
  EXPECT_EQ(out, c.array<std::int8_t>("output_ref"));
}

TEST(GoldenKernels, Pad) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : test::golden_cases(path, {"pad_int8_1", "pad_int8_2"})) {
    Shape input{
        4, {c.number("INPUT_N"), c.number("INPUT_H"), c.number("INPUT_W"), c.number("INPUT_C")}};
    Shape output = input;
    const char* axes[] = {"N", "H", "W", "C"};
    std::int32_t before[4] = {};
    for (int i = 0; i < 4; ++i) {
      before[i] = c.number((std::string("PRE_PAD_") + axes[i]).c_str());
      output.dims[i] += before[i] + c.number((std::string("POST_PAD_") + axes[i]).c_str());
    }
    Int8s out(static_cast<std::size_t>(output.elements()));
    pad(make_pad_params(input, output, before), static_cast<std::int8_t>(c.number("PAD_VALUE")),
        c.array<std::int8_t>("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.array<std::int8_t>("output")) << c.name();
  }
}

}  // namespace
}  // namespace tadpole
