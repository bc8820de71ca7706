// SPDX-License-Identifier: Apache-2.0
// 16-bit activations on other people's data, byte for byte: every int16 case of the operators we
// have in the unit tests of CMSIS-NN (commit 99f736a6; outputs by the TensorFlow Lite interpreter)
// and every model of TensorFlow Lite Micro's SEANet test (commit 90b983c2b).
#include <gtest/gtest.h>

#include <cstring>

#include "core/tflite/golden_case.h"
#include "core/tflite/tflite.h"
#include "device/ops/average_pool_2d.h"
#include "device/ops/int16_layers.h"
#include "device/ops/max_pool_2d.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

using namespace device;  // NOLINT: every name here is a kernel's
using test::GoldenCase;
using Int16s = std::vector<std::int16_t>;

template <typename Sum>
Int16s convolve(const GoldenCase& c) {
  const auto multiplier = c.array<std::int32_t>("output_multiplier");
  const auto shift = c.array<std::int32_t>("output_shift");
  const auto bias = c.array<Sum>("bias");
  auto p = test::golden_layer<Conv2dParams>(c);
  p.filter_c = p.window.input_c;
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  Int16s out(test::golden_outputs(p.window));
  conv_2d(p, c.array<std::int16_t>("input").data(), c.array<std::int8_t>("weights").data(),
          bias.empty() ? nullptr : bias.data(), out.data());
  return out;
}

TEST(GoldenInt16, Convolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name : {"int16xint8", "int16xint8_spill2", "int16xint8xint32_1",
                           "int16xint8xint32_2", "int16xint8xint32_3", "int16xint8xint32_5"}) {
    const GoldenCase c(path / (std::string(name) + ".json"));
    const bool narrow = c.name().find("xint32") != std::string::npos;
    EXPECT_EQ(narrow ? convolve<std::int32_t>(c) : convolve<std::int64_t>(c),
              c.array<std::int16_t>("output"))
        << name;
  }
}

Int16s convolve_depthwise(const GoldenCase& c) {
  const auto multiplier = c.array<std::int32_t>("output_mult");
  const auto shift = c.array<std::int32_t>("output_shift");
  const auto bias = c.array<std::int64_t>("biases");
  auto p = test::golden_layer<DepthwiseConv2dParams>(c);
  p.depth_multiplier = p.window.output_c / p.window.input_c;
  p.multiplier = multiplier.data();
  p.shift = shift.data();
  Int16s out(test::golden_outputs(p.window));
  depthwise_conv_2d(p, c.array<std::int16_t>("input").data(),
                    c.array<std::int8_t>("weights").data(), bias.empty() ? nullptr : bias.data(),
                    out.data());
  return out;
}

TEST(GoldenInt16, DepthwiseConvolution) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name : {"dw_int16xint8_fast_multiple_batches_uneven_buffers_null_bias",
                           "dw_int16xint8_fast_null_bias", "dw_int16xint8_fast_stride",
                           "dw_int16xint8_fast_stride_null_bias", "dw_int16xint8_mult4"}) {
    const GoldenCase c(path / (std::string(name) + ".json"));
    EXPECT_EQ(convolve_depthwise(c), c.array<std::int16_t>("output_ref")) << name;
  }
}

TEST(GoldenInt16, FullyConnected) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name : {"fc_int16_slow", "fully_connected_int16_big"}) {
    const GoldenCase c(path / (std::string(name) + ".json"));
    const std::int32_t multiplier = c.number("OUTPUT_MULTIPLIER");
    const std::int32_t shift = c.number("OUTPUT_SHIFT");
    FullyConnectedParams p;
    p.batches = c.number("INPUT_BATCHES");
    p.inputs = c.number("ACCUMULATION_DEPTH");
    p.outputs = c.number("OUT_CH");
    p.output_min = c.number("OUT_ACTIVATION_MIN");
    p.output_max = c.number("OUT_ACTIVATION_MAX");
    p.multiplier = &multiplier;
    p.shift = &shift;
    const auto bias = c.array<std::int64_t>("biases");
    Int16s out(static_cast<std::size_t>(p.batches * p.outputs));
    fully_connected(p, c.array<std::int16_t>("input").data(),
                    c.array<std::int8_t>("weights").data(), bias.data(), out.data());
    EXPECT_EQ(out, c.array<std::int16_t>("output_ref")) << name;
  }
}

TEST(GoldenInt16, AveragePool) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn");
  for (const char* name : {"avgpooling_int16_1", "avgpooling_int16_2"}) {
    const GoldenCase c(path / (std::string(name) + ".json"));
    const AveragePool2dParams p{test::golden_pool_window(c), c.number("ACTIVATION_MIN"),
                                c.number("ACTIVATION_MAX")};
    Int16s out(c.array<std::int16_t>("output").size());
    average_pool_2d(p, c.array<std::int16_t>("input_tensor").data(), out.data());
    EXPECT_EQ(out, c.array<std::int16_t>("output")) << name;
  }
}

TEST(GoldenInt16, MaxPool) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-cmsis-nn/maxpool_int16_2.json");
  const GoldenCase c(path);
  const MaxPool2dParams<std::int16_t> p{test::golden_pool_window(c),
                                        static_cast<std::int16_t>(c.number("ACTIVATION_MIN")),
                                        static_cast<std::int16_t>(c.number("ACTIVATION_MAX"))};
  Int16s out(c.array<std::int16_t>("output").size());
  max_pool_2d(p, c.array<std::int16_t>("input_tensor").data(), out.data());
  EXPECT_EQ(out, c.array<std::int16_t>("output"));
}

// Numbers separated by commas.
template <typename T>
Bytes numbers_of(const Path& file) {
  std::ifstream stream(file);
  Bytes bytes;
  for (std::string number; std::getline(stream, number, ',');) {
    const auto value = static_cast<T>(std::stoll(number));
    std::uint8_t raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes.insert(bytes.end(), raw, raw + sizeof(T));
  }
  return bytes;
}

// stem_int16.csv or stem_int32.csv; empty when there is none.
Bytes golden_bytes(const Path& folder, const std::string& stem) {
  const Path narrow = folder / (stem + "_int16.csv"), wide = folder / (stem + "_int32.csv");
  if (std::filesystem::exists(narrow)) return numbers_of<std::int16_t>(narrow);
  return std::filesystem::exists(wide) ? numbers_of<std::int32_t>(wide) : Bytes();
}

void expect_model(const Path& folder, const std::string& stem) {
  Result<TfliteExecutor> made =
      TfliteExecutor::create(read_bytes(folder / (stem + ".tflite")).value());
  ASSERT_TRUE(made.ok()) << made.error().message;
  TfliteExecutor executor = std::move(made).value();
  for (std::size_t i = 0; i < executor.graph().inputs.size(); ++i) {
    const Bytes input = golden_bytes(folder, stem + "_input" + std::to_string(i));
    ASSERT_EQ(input.size(), executor.input(i).size());
    std::copy(input.begin(), input.end(), executor.input(i).begin());
  }
  ASSERT_TRUE(executor.run().ok());
  const auto output = executor.output(0);
  EXPECT_EQ(Bytes(output.begin(), output.end()), golden_bytes(folder, stem + "_golden"));
}

TEST(GoldenInt16, EveryModelOfTheSeanetTestAnswersByteForByte) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-seanet");
  int cases = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.path().extension() != ".tflite") continue;
    SCOPED_TRACE(entry.path().string());
    expect_model(entry.path().parent_path(), entry.path().stem().string());
    ++cases;
  }
  EXPECT_GE(cases, 54);
}

}  // namespace
}  // namespace tadpole
