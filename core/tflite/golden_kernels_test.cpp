// SPDX-License-Identifier: Apache-2.0
// The int8 kernels on the unit-test data of CMSIS-NN (commit 99f736a6), whose outputs come from the
// TensorFlow Lite interpreter: bit for bit. Cases with four-bit weights are unpacked first; the
// arithmetic is the same.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "device/ops/add.h"
#include "device/ops/average_pool_2d.h"
#include "device/ops/depthwise_conv_2d.h"
#include "device/ops/fully_connected.h"
#include "device/ops/max_pool_2d.h"
#include "device/ops/pad.h"
#include "device/ops/softmax.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's
using Int8s = std::vector<std::int8_t>;
using Int32s = std::vector<std::int32_t>;

class Case {
 public:
  explicit Case(const std::filesystem::path& file) : name_(file.stem().string()) {
    std::ifstream stream(file);
    json_ = nlohmann::json::parse(stream);
  }
  const std::string& name() const { return name_; }
  bool has(const char* key) const { return json_["config"].contains(key); }
  std::int32_t number(const char* key) const {
    return std::stoi(json_["config"][key].get<std::string>());
  }
  std::int32_t number(const char* key, std::int32_t absent) const {
    return has(key) ? number(key) : absent;
  }
  bool has_array(const char* key) const { return json_["arrays"].contains(key); }
  Int8s bytes(const char* key) const { return json_["arrays"][key]["values"].get<Int8s>(); }
  Int32s words(const char* key) const { return json_["arrays"][key]["values"].get<Int32s>(); }
  bool packed() const { return name_.find("int4") != std::string::npos; }

  // Four-bit weights: two to a byte, the low half first.
  Int8s weights(const char* key, std::size_t count) const {
    const Int8s stored = bytes(key);
    if (!packed()) return stored;
    Int8s out;
    for (std::size_t i = 0; i < count; ++i) {
      const auto byte = static_cast<std::uint8_t>(stored[i / 2]);
      out.push_back(static_cast<std::int8_t>(
          static_cast<std::int8_t>(i % 2 == 0 ? byte << 4U : byte & 0xF0U) >> 4));
    }
    return out;
  }

 private:
  std::string name_;
  nlohmann::json json_;
};

Window window_of(const Case& c) {
  Window w;
  w.input_h = c.number("INPUT_H");
  w.input_w = c.number("INPUT_W");
  w.input_c = c.number("IN_CH");
  w.output_h = c.number("OUTPUT_H");
  w.output_w = c.number("OUTPUT_W");
  w.output_c = c.number("OUT_CH");
  w.filter_h = c.number("FILTER_Y");
  w.filter_w = c.number("FILTER_X");
  w.stride_h = c.number("STRIDE_Y");
  w.stride_w = c.number("STRIDE_X");
  w.dilation_h = c.number("DILATION_Y");
  w.dilation_w = c.number("DILATION_X");
  w.pad_top = c.number("PAD_Y");
  w.pad_left = c.number("PAD_X");
  const std::size_t image =
      static_cast<std::size_t>(w.input_h * w.input_w) * static_cast<std::size_t>(w.input_c);
  w.batches = static_cast<std::int32_t>(c.bytes("input").size() / image);
  return w;
}

std::size_t outputs(const Window& w) {
  return static_cast<std::size_t>(w.batches * w.output_h * w.output_w) *
         static_cast<std::size_t>(w.output_c);
}

Int8s convolve(const Case& c) {
  Conv2dParams p;
  p.window = window_of(c);
  p.filter_c = c.number("FILTER_CH", p.window.input_c);
  p.input_offset = c.number("INPUT_OFFSET");
  p.output_offset = c.number("OUTPUT_OFFSET");
  p.output_min = c.number("OUT_ACTIVATION_MIN");
  p.output_max = c.number("OUT_ACTIVATION_MAX");
  const Int32s multiplier = c.words("output_mult");
  const Int32s shift = c.words("output_shift");
  const Int32s bias = c.words("biases");
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  const Window& w = p.window;
  const auto count = static_cast<std::size_t>(w.output_c * w.filter_h * w.filter_w * p.filter_c);
  Int8s out(outputs(w));
  conv_2d(p, c.bytes("input").data(), c.weights("weights", count).data(), bias.data(), out.data());
  return out;
}

Int8s convolve_depthwise(const Case& c) {
  DepthwiseConv2dParams p;
  p.window = window_of(c);
  p.depth_multiplier = p.window.output_c / p.window.input_c;
  p.input_offset = c.number("INPUT_OFFSET");
  p.output_offset = c.number("OUTPUT_OFFSET");
  p.output_min = c.number("OUT_ACTIVATION_MIN");
  p.output_max = c.number("OUT_ACTIVATION_MAX");
  const Int32s multiplier = c.words("output_mult");
  const Int32s shift = c.words("output_shift");
  const Int32s bias = c.has_array("biases") ? c.words("biases") : Int32s();
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  const Window& w = p.window;
  const auto count = static_cast<std::size_t>(w.output_c * w.filter_h * w.filter_w);
  Int8s out(outputs(w));
  depthwise_conv_2d(p, c.bytes("input").data(), c.weights("weights", count).data(),
                    bias.empty() ? nullptr : bias.data(), out.data());
  return out;
}

std::vector<Case> cases(const std::filesystem::path& folder,
                        std::initializer_list<const char*> names) {
  std::vector<Case> out;
  for (const char* name : names) out.emplace_back(folder / (std::string(name) + ".json"));
  return out;
}

// Most four-bit convolutions of the set are left out: their records mix the arrays of two data sets
// under one name.
TEST(GoldenKernels, Convolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : cases(path, {"conv_1_x_n_1",
                                    "conv_1_x_n_2",
                                    "conv_1_x_n_3",
                                    "conv_1_x_n_4",
                                    "conv_1_x_n_5",
                                    "conv_1_x_n_6_generic",
                                    "conv_1_x_n_8",
                                    "conv_2x2_dilation_5x5_input",
                                    "conv_5",
                                    "conv_out_activation",
                                    "grouped_conv",
                                    "grouped_conv_1",
                                    "grouped_conv_3",
                                    "grouped_conv_4",
                                    "kernel1x1_stride_x_y",
                                    "kernel1x1_stride_x_y_1",
                                    "kernel1x1_stride_x_y_2",
                                    "stride2pad1",
                                    "kernel1x1_int4",
                                    "kernel1x1_stride_x_y_1_int4"})) {
    EXPECT_EQ(convolve(c), c.bytes("output_ref")) << c.name();
  }
}

TEST(GoldenKernels, DepthwiseConvolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c :
       cases(path, {"depthwise_eq_in_out_ch", "depthwise_kernel_3x3_null_bias",
                    "depthwise_out_activation", "depthwise_sub_block",
                    "in_ch_one_out_ch_larger_one", "depthwise_int4_1", "depthwise_int4_2",
                    "depthwise_int4_3", "depthwise_int4_generic_4"})) {
    EXPECT_EQ(convolve_depthwise(c), c.bytes("output_ref")) << c.name();
  }
}

TEST(GoldenKernels, FullyConnected) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : cases(path, {"fully_connected_int4", "fully_connected_int4_2"})) {
    const std::int32_t multiplier = c.number("OUTPUT_MULTIPLIER");
    const std::int32_t shift = c.number("OUTPUT_SHIFT");
    FullyConnectedParams p;
    p.batches = c.number("INPUT_BATCHES");
    p.inputs = c.number("ACCUMULATION_DEPTH");
    p.outputs = c.number("OUT_CH");
    p.input_offset = c.number("INPUT_OFFSET");
    p.output_offset = c.number("OUTPUT_OFFSET");
    p.multiplier = &multiplier;
    p.shift = &shift;
    const Int8s weights =
        c.weights("input_weights", static_cast<std::size_t>(p.inputs * p.outputs));
    const Int32s bias = c.has_array("input_bias") ? c.words("input_bias") : Int32s();
    Int8s out(static_cast<std::size_t>(p.batches * p.outputs));
    fully_connected(p, c.bytes("input").data(), weights.data(),
                    bias.empty() ? nullptr : bias.data(), out.data());
    EXPECT_EQ(out, c.bytes("output")) << c.name();
  }
}

Window pool_window(const Case& c) {
  Window w;
  w.batches = c.number("BATCH_SIZE");
  w.input_h = c.number("INPUT_H");
  w.input_w = c.number("INPUT_W");
  w.input_c = w.output_c = c.number("INPUT_C");
  w.output_h = c.number("OUTPUT_H");
  w.output_w = c.number("OUTPUT_W");
  w.filter_h = c.number("FILTER_H");
  w.filter_w = c.number("FILTER_W");
  w.stride_h = c.number("STRIDE_H");
  w.stride_w = c.number("STRIDE_W");
  w.pad_top = c.number("PADDING_H");
  w.pad_left = c.number("PADDING_W");
  return w;
}

TEST(GoldenKernels, AveragePool) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c :
       cases(path, {"avgpooling_1", "avgpooling_2", "avgpooling_3", "avgpooling_4"})) {
    const AveragePool2dParams p{pool_window(c), c.number("ACTIVATION_MIN"),
                                c.number("ACTIVATION_MAX")};
    Int8s out(outputs(p.window));
    average_pool_2d(p, c.bytes("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.bytes("output")) << c.name();
  }
}

TEST(GoldenKernels, MaxPool) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : cases(path, {"maxpooling_1", "maxpooling_2", "maxpooling_3", "maxpooling_5",
                                    "maxpooling_7"})) {
    const MaxPool2dParams<std::int8_t> p{pool_window(c),
                                         static_cast<std::int8_t>(c.number("ACTIVATION_MIN")),
                                         static_cast<std::int8_t>(c.number("ACTIVATION_MAX"))};
    Int8s out(outputs(p.window));
    max_pool_2d(p, c.bytes("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.bytes("output")) << c.name();
  }
}

TEST(GoldenKernels, Softmax) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/softmax.json");
  const Case c(path);
  const SoftmaxParams p{c.number("NUM_ROWS"), c.number("ROW_SIZE"), c.number("INPUT_MULT"),
                        c.number("INPUT_LEFT_SHIFT"), c.number("DIFF_MIN")};
  Int8s out(c.bytes("input").size());
  softmax(p, c.bytes("input").data(), out.data());
  EXPECT_EQ(out, c.bytes("output_ref"));
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
  Int8s out(c.bytes("input1").size());
  Broadcast shape;
  shape.elements = static_cast<std::int32_t>(out.size());
  shape.same_shape = true;
  add(p, shape, c.bytes("input1").data(), c.bytes("input2").data(), out.data());
  EXPECT_EQ(out, c.bytes("output_ref"));
}

TEST(GoldenKernels, Pad) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : cases(path, {"pad_int8_1", "pad_int8_2"})) {
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
        c.bytes("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.bytes("output")) << c.name();
  }
}

}  // namespace
}  // namespace tadpole
