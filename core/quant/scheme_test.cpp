// SPDX-License-Identifier: Apache-2.0
#include "core/quant/scheme.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/quant/float_run.h"
#include "core/quant/test_graphs.h"
#include "core/tflite/tflite.h"

namespace tadpole {
namespace {

using test::GraphBuilder;
using test::normal_samples;
using test::small_network;
using Samples = std::vector<std::vector<float>>;

QuantizedModel quantized(const Graph& graph, const Samples& samples,
                         const PostTrainingOptions& options) {
  SilentProgress silent;
  auto result = quantize_post_training(graph, samples, options, silent);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return std::move(result).value();
}

const GraphTensor& named(const Graph& graph, const std::string& name) {
  for (const GraphTensor& tensor : graph.tensors) {
    if (tensor.name == name) return tensor;
  }
  ADD_FAILURE() << "no tensor " << name;
  return graph.tensors[0];
}

TEST(Scheme, NamesAreParsedAndOthersRefusedWithTheList) {
  EXPECT_EQ(parse_scheme("int16x8").value(), QuantizationScheme::int16x8);
  EXPECT_EQ(parse_scheme("dynamic_range").value(), QuantizationScheme::dynamic_range);
  EXPECT_NE(parse_scheme("int16").error().message.find("int8, int16x8, dynamic_range"),
            std::string::npos);
}

// y = W x + b with W = [0.9 -0.5; 0.25 2], b = [0.1 -0.3] on x = (1, -1) and (2, 0.5). By hand: the
// input's scale is 2/32767, the kernel's 2/127, so the biases are 0.1 / (2/32767 * 2/127) and -0.3
// / the same; the output's largest magnitude is 2.05.
TEST(Scheme, Int16x8QuantizesADenseLayerAsByHand) {
  const Graph graph =
      GraphBuilder({1, 2}).dense({2, 2}, {0.9F, -0.5F, 0.25F, 2.0F}, {0.1F, -0.3F}, {1, 2}).done();
  const Graph q =
      quantized(graph, {{1.0F, -1.0F}, {2.0F, 0.5F}}, {.scheme = QuantizationScheme::int16x8})
          .graph;
  const GraphTensor& input = q.tensors[static_cast<std::size_t>(q.inputs[0])];
  EXPECT_EQ(input.type, DType::int16);
  EXPECT_FLOAT_EQ(input.quantization.scale[0], 2.0F / 32767.0F);
  EXPECT_EQ(input.quantization.zero_point[0], 0);
  EXPECT_EQ(named(q, "kernel0").type, DType::int8);
  const GraphTensor& bias = named(q, "bias0");
  ASSERT_EQ(bias.type, DType::int64);
  std::int64_t stored[2] = {};
  std::memcpy(stored, bias.data.data(), sizeof stored);
  const double unit = 2.0 / 32767.0 * 2.0 / 127.0;
  EXPECT_NEAR(static_cast<double>(stored[0]), 0.1 / unit, 1.0);
  EXPECT_NEAR(static_cast<double>(stored[1]), -0.3 / unit, 1.0);
  const GraphTensor& output = q.tensors[static_cast<std::size_t>(q.outputs[0])];
  EXPECT_FLOAT_EQ(output.quantization.scale[0], 2.05F / 32767.0F);
}

// What is left is the rounding of the kernels: a step of a 127th of a channel's largest weight, a
// deviation of a 440th of it, which at weights of a third of the largest is 43 dB a layer.
TEST(Scheme, Int16x8StaysCloserToFloatThanInt8) {
  const Samples samples = normal_samples(64, 30);
  const auto wide = quantized(small_network(), samples, {.scheme = QuantizationScheme::int16x8});
  const auto narrow = quantized(small_network(), samples, {});
  ASSERT_EQ(wide.layers.size(), narrow.layers.size());
  for (std::size_t i = 0; i < wide.layers.size(); ++i) {
    EXPECT_GT(wide.layers[i].sqnr_db, 36.0) << wide.layers[i].tensor;
    EXPECT_GT(wide.layers[i].sqnr_db, narrow.layers[i].sqnr_db) << wide.layers[i].tensor;
  }
}

TEST(Scheme, DynamicRangeKeepsActivationsFloatAndQuartersTheKernels) {
  const auto model = quantized(small_network(), normal_samples(64, 30),
                               {.scheme = QuantizationScheme::dynamic_range});
  EXPECT_EQ(model.graph.tensors[static_cast<std::size_t>(model.graph.inputs[0])].type,
            DType::float32);
  EXPECT_EQ(named(model.graph, "kernel0").type, DType::int8);
  EXPECT_EQ(named(model.graph, "kernel0").quantization.scale.size(), 8U);
  EXPECT_EQ(named(model.graph, "kernel1").quantization.axis, 3);
  EXPECT_EQ(named(model.graph, "bias0").type, DType::float32);
  for (const LayerError& layer : model.layers) EXPECT_GT(layer.sqnr_db, 30.0) << layer.tensor;
}

TEST(Scheme, EveryFormReadsBackTheSame) {
  for (const auto scheme : {QuantizationScheme::int16x8, QuantizationScheme::dynamic_range}) {
    const Graph q = quantized(small_network(), normal_samples(16, 30), {.scheme = scheme}).graph;
    const Bytes bytes = write_tflite(q).value();
    const Graph back = read_tflite(bytes).value();
    ASSERT_EQ(back.tensors.size(), q.tensors.size());
    for (std::size_t t = 0; t < q.tensors.size(); ++t) {
      EXPECT_EQ(back.tensors[t].type, q.tensors[t].type);
      EXPECT_EQ(back.tensors[t].data, q.tensors[t].data);
      EXPECT_EQ(back.tensors[t].quantization.scale, q.tensors[t].quantization.scale);
    }
    EXPECT_EQ(write_tflite(back).value().size(), bytes.size());
  }
}

TEST(Scheme, AnInputThatIsBornInt8StaysFreeIn16Bits) {
  const Graph q =
      quantized(
          small_network(), normal_samples(16, 30),
          {.scheme = QuantizationScheme::int16x8, .input_scale = 0.125F, .input_zero_point = -7})
          .graph;
  EXPECT_EQ(q.tensors[0].type, DType::int16);
  EXPECT_EQ(q.tensors[0].quantization.zero_point[0], 0);
}

TEST(Scheme, HardSwishHas16BitsOfBothSides) {
  GraphBuilder b({1, 2});
  b.dense({2, 2}, {0.9F, -0.5F, 0.25F, 2.0F}, {0.1F, -0.3F}, {1, 2});
  b.op(builtin::kHardSwish, {1, 2});
  const QuantizedModel q =
      quantized(b.done(), {{1.0F, -1.0F}, {2.0F, 0.5F}}, {.scheme = QuantizationScheme::int16x8});
  const GraphOp& op = q.graph.ops[1];
  EXPECT_EQ(q.graph.tensors[static_cast<std::size_t>(op.inputs[0])].type, DType::int16);
  EXPECT_EQ(q.graph.tensors[static_cast<std::size_t>(op.outputs[0])].type, DType::int16);
  EXPECT_GT(q.layers.back().sqnr_db, 35.0);  // the dense layer's int8 weights: about 40 dB
}

}  // namespace
}  // namespace tadpole
