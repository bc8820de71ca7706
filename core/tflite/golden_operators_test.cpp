// SPDX-License-Identifier: Apache-2.0
// Single operators on other people's data, byte for byte: the int8 unit tests of CMSIS-NN (commit
// 99f736a6; outputs by the TensorFlow Lite interpreter). 16-bit cases: golden_int16_test.cpp.
#include <gtest/gtest.h>

#include "core/tflite/golden_case.h"
#include "device/ops/mul.h"
#include "device/ops/softmax.h"
#include "device/ops/svdf.h"
#include "device/ops/transpose_conv.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's
using Int8s = std::vector<std::int8_t>;
using Int32s = std::vector<std::int32_t>;
using Case = test::GoldenCase;

TEST(GoldenOperators, Product) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/mul.json");
  const Case c(path);
  const Int8s first = c.array<std::int8_t>("input1");
  const Int8s second = c.array<std::int8_t>("input2");
  const MulParams p{
      c.number("INPUT1_OFFSET"),      c.number("INPUT2_OFFSET"),
      c.number("OUTPUT_OFFSET"),      {c.number("OUTPUT_MULT"), c.number("OUTPUT_SHIFT")},
      c.number("OUT_ACTIVATION_MIN"), c.number("OUT_ACTIVATION_MAX")};
  Broadcast shape;
  shape.elements = static_cast<std::int32_t>(first.size());
  shape.same_shape = true;
  Int8s out(first.size());
  mul(p, shape, first.data(), second.data(), out.data());
  EXPECT_EQ(out, c.array<std::int8_t>("output_ref"));
}

Int8s transpose_convolve(const Case& c) {
  auto p = test::golden_layer<TransposeConvParams>(c);
  const Int32s multiplier = c.array<std::int32_t>("output_mult");
  const Int32s shift = c.array<std::int32_t>("output_shift");
  const Int32s bias = c.array<std::int32_t>("biases");
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  Int8s out(c.array<std::int8_t>("output_ref").size());
  transpose_conv(p, c.array<std::int8_t>("input").data(), c.array<std::int8_t>("weights").data(),
                 bias.empty() ? nullptr : bias.data(), out.data());
  return out;
}

TEST(GoldenOperators, TransposedConvolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name : {"transpose_conv_1", "transpose_conv_4", "reverse_transpose_conv_1",
                           "reverse_transpose_conv_4"}) {
    const Case c(path / (std::string(name) + ".json"));
    EXPECT_EQ(transpose_convolve(c), c.array<std::int8_t>("output_ref")) << name;
  }
}

// The frames of a sequence one after the other; the reference is the answer to the last. Their
// clamp between feature and time is the state's own range.
Int8s svdf_sequence(const Case& c) {
  SvdfParams p;
  p.shape = {c.number("INPUT_BATCHES"), c.number("INPUT_SIZE"), c.number("FEATURE_BATCHES"),
             c.number("TIME_BATCHES"), c.number("RANK")};
  p.input_zero_point = c.number("INPUT_OFFSET");  // this kernel of theirs takes it off
  p.output_zero_point = c.number("OUTPUT_OFFSET");
  p.to_state = {c.number("MULTIPLIER_IN"), c.number("SHIFT_1")};
  p.to_output = {c.number("MULTIPLIER_OUT"), c.number("SHIFT_2")};
  const Int8s input = c.array<std::int8_t>("input_sequence");
  const Int8s feature = c.array<std::int8_t>("weights_feature");
  const Int8s time = c.array<std::int8_t>("weights_time");
  const Int32s bias = c.array<std::int32_t>("biases");
  Int8s state = c.array<std::int8_t>("state");
  Int8s out(c.array<std::int8_t>("output_ref").size());
  const auto frame = static_cast<std::size_t>(p.shape.batches * p.shape.inputs);
  for (std::size_t at = 0; at < input.size(); at += frame)
    svdf(p, input.data() + at, feature.data(), time.data(), bias.data(), state.data(), out.data());
  return out;
}

TEST(GoldenOperators, SoftmaxTo16Bits) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/softmax_s8_s16.json");
  const Case c(path);
  const SoftmaxParams p{c.number("NUM_ROWS"), c.number("ROW_SIZE"), c.number("INPUT_MULT"),
                        c.number("INPUT_LEFT_SHIFT"), c.number("DIFF_MIN")};
  const Int8s input = c.array<std::int8_t>("input");
  std::vector<std::int16_t> out(input.size());
  softmax(p, input.data(), out.data());
  EXPECT_EQ(out, c.array<std::int16_t>("output_ref"));
}

TEST(GoldenOperators, Svdf) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name : {"svdf_int8", "svdf_int8_2"}) {
    const Case c(path / (std::string(name) + ".json"));
    EXPECT_EQ(svdf_sequence(c), c.array<std::int8_t>("output_ref")) << name;
  }
}

}  // namespace
}  // namespace tadpole
