// SPDX-License-Identifier: Apache-2.0
// Kernels on four-bit weights, which are unpacked first: the cases of CMSIS-NN's unit tests (commit
// 99f736a6; outputs by the TensorFlow Lite interpreter), bit for bit.
#include <gtest/gtest.h>

#include "core/tflite/golden_case.h"
#include "core/tflite/int4.h"
#include "device/ops/conv_2d.h"
#include "device/ops/depthwise_conv_2d.h"
#include "device/ops/fully_connected.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's
using Int8s = std::vector<std::int8_t>;
using Int32s = std::vector<std::int32_t>;
using Case = test::GoldenCase;

Int8s weights(const Case& c, const char* key, std::int32_t count) {
  const Int8s stored = c.array<std::int8_t>(key);
  const Bytes packed(stored.begin(), stored.end());
  const Bytes unpacked = unpack_int4(packed, static_cast<std::size_t>(count));
  return {unpacked.begin(), unpacked.end()};
}

// What of a convolution's record is not its own. Two generations of the set lie in one record: the
// older one's arrays are whole (input, weights, biases, output_mult, output_shift, output_ref), and
// the younger one left its numbers (and arrays that lack an input: input_weights, output). These
// here are the older generation's, as its config_data.h had them in the set's history.
struct Numbers {
  const char* name;
  std::int32_t input_offset, output_min, output_max;
};

constexpr Numbers kConvolutions[] = {{"conv_1_x_n_2_int4", 128, -111, 127},
                                     {"conv_1_x_n_4_int4", 0, -88, 127},
                                     {"conv_2_int4", 0, -101, 127},
                                     {"conv_2x2_dilation_int4", 0, -61, 107},
                                     {"conv_2x3_dilation_int4", 0, -61, 107},
                                     {"conv_3_int4", 128, -127, 127},
                                     {"conv_4_int4", 0, -109, 127},
                                     {"conv_5_int4", 128, -88, 127},
                                     {"conv_dilation_golden_int4", 0, -128, 127},
                                     {"kernel1x1_int4", 128, -128, 127},
                                     {"kernel1x1_int4_2", 0, -126, 127},
                                     {"kernel1x1_int4_3", 0, -126, 127},
                                     {"kernel1x1_stride_x_int4", 0, -126, 127},
                                     {"kernel1x1_stride_x_y_1_int4", 128, -128, 127},
                                     {"kernel1x1_stride_x_y_int4", 0, -6, 127},
                                     {"stride2pad1_int4", 0, -128, 127}};

Int8s convolve(const Case& c, const Numbers& numbers) {
  auto p = test::golden_layer<Conv2dParams>(c);
  Window& w = p.window;
  // The older generation's case of this name had the same dilation in both directions.
  if (c.name() == "conv_2x3_dilation_int4") w.dilation_h = w.pad_top = 2;
  p.filter_c = w.input_c;
  p.input_offset = numbers.input_offset;
  p.output_min = numbers.output_min;
  p.output_max = numbers.output_max;
  const auto multiplier = c.array<std::int32_t>("output_mult");
  const auto shift = c.array<std::int32_t>("output_shift");
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  const std::int32_t count = w.output_c * w.filter_h * w.filter_w * w.input_c;
  Int8s out(test::golden_outputs(w));
  conv_2d(p, c.array<std::int8_t>("input").data(), weights(c, "weights", count).data(),
          c.array<std::int32_t>("biases").data(), out.data());
  return out;
}

TEST(GoldenInt4, Convolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Numbers& numbers : kConvolutions) {
    const Case c(path / (std::string(numbers.name) + ".json"));
    EXPECT_EQ(convolve(c, numbers), c.array<std::int8_t>("output_ref")) << c.name();
  }
}

TEST(GoldenInt4, DepthwiseConvolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c : test::golden_cases(path, {"depthwise_int4_1", "depthwise_int4_2",
                                                 "depthwise_int4_3", "depthwise_int4_generic_4"})) {
    auto p = test::golden_layer<DepthwiseConv2dParams>(c);
    const Window& w = p.window;
    p.depth_multiplier = w.output_c / w.input_c;
    const auto multiplier = c.array<std::int32_t>("output_mult");
    const auto shift = c.array<std::int32_t>("output_shift");
    p.multiplier = multiplier.data();
    p.shift = shift.data();
    Int8s out(test::golden_outputs(w));
    depthwise_conv_2d(p, c.array<std::int8_t>("input").data(),
                      weights(c, "weights", w.output_c * w.filter_h * w.filter_w).data(),
                      c.array<std::int32_t>("biases").data(), out.data());
    EXPECT_EQ(out, c.array<std::int8_t>("output_ref")) << c.name();
  }
}

TEST(GoldenInt4, FullyConnected) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const Case& c :
       test::golden_cases(path, {"fully_connected_int4", "fully_connected_int4_2"})) {
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
    const Int32s bias = c.array<std::int32_t>("input_bias");
    Int8s out(static_cast<std::size_t>(p.batches * p.outputs));
    fully_connected(p, c.array<std::int8_t>("input").data(),
                    weights(c, "input_weights", p.inputs * p.outputs).data(),
                    bias.empty() ? nullptr : bias.data(), out.data());
    EXPECT_EQ(out, c.array<std::int8_t>("output")) << c.name();
  }
}

}  // namespace
}  // namespace tadpole
