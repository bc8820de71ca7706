// SPDX-License-Identifier: Apache-2.0
#include "core/quant/post_training.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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
                         const PostTrainingOptions& options = {}) {
  SilentProgress silent;
  auto result = quantize_post_training(graph, samples, options, silent);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return std::move(result).value();
}

std::string refusal(const Graph& graph, const Samples& samples) {
  SilentProgress silent;
  const auto result = quantize_post_training(graph, samples, {}, silent);
  return result.ok() ? "" : result.error().message;
}

const GraphTensor& named(const Graph& graph, const std::string& name) {
  for (const GraphTensor& tensor : graph.tensors) {
    if (tensor.name == name) return tensor;
  }
  ADD_FAILURE() << "no tensor " << name;
  return graph.tensors[0];
}

std::vector<int> int8_values(const GraphTensor& tensor) {
  std::vector<int> values;
  for (const std::uint8_t byte : tensor.data) values.push_back(static_cast<std::int8_t>(byte));
  return values;
}

std::vector<std::int32_t> int32_values(const GraphTensor& tensor) {
  std::vector<std::int32_t> values(tensor.data.size() / 4);
  std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  return values;
}

// y = W x + b with W = [0.9 -0.5; 0.25 2], b = [0.1 -0.3] on x = (1, -1) and (2, 0.5): y = (1.5,
// -2.05), (1.65, 1.2). By hand: input -1..2: scale 3/255, zero 85 steps up. Kernel: one scale
// 2/127, so 57.15 -31.75 15.875 127 rounded. Bias: scale 3/255 * 2/127 = 1.8527e-4, so 539.75
// -1619.25 rounded. Output -2.05..1.65: scale 3.7/255, zero 141.28 up.
TEST(PostTraining, QuantizesADenseLayerAsByHand) {
  const Graph graph =
      GraphBuilder({1, 2}).dense({2, 2}, {0.9F, -0.5F, 0.25F, 2.0F}, {0.1F, -0.3F}, {1, 2}).done();
  const Graph q = quantized(graph, {{1.0F, -1.0F}, {2.0F, 0.5F}}).graph;
  const GraphTensor& input = q.tensors[static_cast<std::size_t>(q.inputs[0])];
  EXPECT_EQ(input.type, DType::int8);
  EXPECT_FLOAT_EQ(input.quantization.scale[0], 3.0F / 255.0F);
  EXPECT_EQ(input.quantization.zero_point[0], -128 + 85);
  const GraphTensor& kernel = named(q, "kernel0");
  EXPECT_EQ(kernel.quantization.scale.size(), 1U);
  EXPECT_FLOAT_EQ(kernel.quantization.scale[0], 2.0F / 127.0F);
  EXPECT_EQ(int8_values(kernel), (std::vector<int>{57, -32, 16, 127}));
  EXPECT_EQ(int32_values(named(q, "bias0")), (std::vector<std::int32_t>{540, -1619}));
  const GraphTensor& output = q.tensors[static_cast<std::size_t>(q.outputs[0])];
  EXPECT_FLOAT_EQ(output.quantization.scale[0], 3.7F / 255.0F);
  EXPECT_EQ(output.quantization.zero_point[0], -128 + 141);
}

// A layer's output range is about 5 deviations of its values: 8 bits leave about 6.02 * 8 + 10.8 -
// 20 log10(5) = 45 dB; every layer adds the rounding of its input and kernel, so that 30 dB must be
// left after six.
TEST(PostTraining, EveryLayerOfANetworkStaysCloseToFloat) {
  for (const auto method : {CalibrationMethod::min_max, CalibrationMethod::mse}) {
    const QuantizedModel model =
        quantized(small_network(), normal_samples(64, 30), {.calibration = method});
    ASSERT_EQ(model.layers.size(), 7U);
    for (const LayerError& layer : model.layers) {
      EXPECT_GT(layer.sqnr_db, 30.0) << layer.tensor;
      EXPECT_LT(layer.rms_error, layer.signal_rms * 0.04) << layer.tensor;
    }
  }
}

TEST(PostTraining, PutsScalesWhereTheTfliteSpecificationWantsThem) {
  const Graph q = quantized(small_network(), normal_samples(16, 30)).graph;
  EXPECT_EQ(named(q, "kernel0").quantization.scale.size(), 8U);
  EXPECT_EQ(named(q, "kernel0").quantization.axis, 0);
  EXPECT_EQ(named(q, "kernel1").quantization.scale.size(), 8U);
  EXPECT_EQ(named(q, "kernel1").quantization.axis, 3);
  EXPECT_EQ(named(q, "bias1").type, DType::int32);
  EXPECT_EQ(named(q, "bias1").quantization.scale.size(), 8U);
  const auto output_of = [&q](std::size_t op) {
    return q.tensors[static_cast<std::size_t>(q.ops[op].outputs[0])].quantization;
  };
  EXPECT_LE(output_of(1).scale[0] * 255.0F, 6.0F * 1.001F);  // relu6
  EXPECT_EQ(output_of(1).zero_point[0], -128);
  EXPECT_EQ(output_of(3).scale, output_of(2).scale);  // average pool and reshape as their input
  EXPECT_EQ(output_of(4).scale, output_of(2).scale);
  EXPECT_EQ(output_of(6).scale[0], 1.0F / 256.0F);  // softmax
  EXPECT_EQ(output_of(6).zero_point[0], -128);
}

TEST(PostTraining, WritesAFileThatReadsBackTheSame) {
  const Graph q = quantized(small_network(), normal_samples(16, 30)).graph;
  const Bytes bytes = write_tflite(q).value();
  EXPECT_EQ(write_tflite(read_tflite(bytes).value()).value().size(), bytes.size());
  EXPECT_TRUE(TfliteExecutor::create(bytes).ok());
}

TEST(PostTraining, KeepsTheInputQuantizationOfFeaturesThatAreBornInt8) {
  const Graph q = quantized(small_network(), normal_samples(16, 30),
                            {.input_scale = 0.125F, .input_zero_point = -7})
                      .graph;
  EXPECT_EQ(q.tensors[0].quantization.scale[0], 0.125F);
  EXPECT_EQ(q.tensors[0].quantization.zero_point[0], -7);
}

TEST(PostTraining, AddsTwoBranchesOnAScaleOfTheirOwn) {
  GraphBuilder b({1, 4, 4, 2});
  b.conv({2, 1, 1, 2}, {1.0F, 0.5F, -0.5F, 2.0F}, {0.1F, -0.1F}, {1, 4, 4, 2}, Activation::relu);
  const int branch = b.current();
  b.conv({2, 1, 1, 2}, {-1.0F, 0.5F, 0.75F, 1.0F}, {0.0F, 0.2F}, {1, 4, 4, 2});
  b.op(builtin::kAdd, {1, 4, 4, 2}, {}, {branch});
  const QuantizedModel model = quantized(b.done(), normal_samples(32, 32));
  EXPECT_GT(model.layers[2].sqnr_db, 30.0);
}

TEST(PostTraining, RunsWithAChannelOfZerosAndATinyChannelOfALargeBias) {
  GraphBuilder b({1, 3, 3, 1});
  b.conv({3, 1, 1, 1}, {1.0F, 0.0F, 1e-12F}, {0.1F, 0.5F, 3.0F}, {1, 3, 3, 3});
  const QuantizedModel model = quantized(b.done(), normal_samples(16, 9));
  EXPECT_GT(model.layers[0].sqnr_db, 35.0);  // the biases of both channels came through
}

// A kernel of 0.4 steps in all but one tap rounds to nothing: the mean output moves, and comes back
// by the correction.
double mean_output_error(bool correct) {
  std::vector<float> kernel(16, 0.4F / 127.0F);
  kernel[0] = 1.0F;
  const Graph graph = GraphBuilder({1, 16}).dense({1, 16}, kernel, {0.0F}, {1, 1}).done();
  Samples samples = normal_samples(200, 16);
  for (auto& sample : samples) {
    for (float& v : sample) v = 2.0F + 0.3F * v;
  }
  const Graph q = quantized(graph, samples, {.bias_correction = correct}).graph;
  TfliteExecutor real = tensor_keeping_executor(graph).value(),
                 rounded = tensor_keeping_executor(q).value();
  double difference = 0.0;
  for (const auto& sample : samples) {
    EXPECT_TRUE(run_sample(real, sample).ok() && run_sample(rounded, sample).ok());
    difference += static_cast<double>(real_values(rounded, q.outputs[0])[0] -
                                      real_values(real, graph.outputs[0])[0]);
  }
  return std::fabs(difference) / 200.0;
}

TEST(PostTraining, BiasCorrectionBringsTheMeanOutputBack) {
  EXPECT_GT(mean_output_error(false), 0.05);  // by hand: 15 taps * 0.4/127 * mean 2 = 0.094
  EXPECT_LT(mean_output_error(true), 0.01);
}

TEST(PostTraining, NeedsSamplesThatFit) {
  EXPECT_EQ(refusal(small_network(), {}),
            "there is no calibration clip; give at least one, about 100 are usual");
  EXPECT_EQ(refusal(small_network(), {std::vector<float>(29)}),
            "calibration sample 0 has 29 values, the model's input takes 30; use features of the "
            "same recipe");
  Samples samples = normal_samples(3, 30);
  samples[2][5] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(
      refusal(small_network(), samples),
      "calibration sample 2 holds a value that is no number; run collect, which finds such clips");
}

TEST(PostTraining, RefusesWeightsAndActivationsThatAreNoNumber) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Graph broken = GraphBuilder({1, 1}).dense({1, 1}, {nan}, {0.0F}, {1, 1}).done();
  EXPECT_EQ(refusal(broken, {{1.0F}}),
            "the weights 'kernel0' hold a value that is no number; train again with a lower "
            "learning rate");
  const Graph huge = GraphBuilder({1, 1}).dense({1, 1}, {3e38F}, {0.0F}, {1, 1}).done();
  EXPECT_EQ(refusal(huge, {{100.0F}}),
            "the float model computes a value that is no number in 't3'; train again with a lower "
            "learning rate");
}

TEST(PostTraining, RefusesAModelThatAnswersAlwaysTheSame) {
  const Graph dead = GraphBuilder({1, 2}).dense({2, 2}, {0, 0, 0, 0}, {0.3F, 0.1F}, {1, 2}).done();
  EXPECT_EQ(refusal(dead, {{1, 2}, {3, 4}, {5, 6}}),
            "the float model gives the same output for all 3 calibration samples; train it "
            "(again), with another seed or "
            "a lower learning rate");
  EXPECT_EQ(refusal(dead, {{1, 2}, {1, 2}}), "");  // nothing can be said from equal samples
}

TEST(PostTraining, NamesTheOperatorThatHasNoInt8Form) {
  const Graph graph = GraphBuilder({1, 2}).op(builtin::kMean, {1, 2}).done();
  EXPECT_EQ(refusal(graph, {{1, 2}}),
            "operator 0 (MEAN, output 't1') has no int8 form here; keep the model as float, or "
            "replace the layer");
}

TEST(PostTraining, RefusesAModelThatIsQuantizedAlready) {
  const Graph once = quantized(small_network(), normal_samples(4, 30)).graph;
  EXPECT_EQ(refusal(once, normal_samples(4, 30)),
            "operator 0 (CONV_2D, output 't3') reads 'input', which is not float32; only models of "
            "float32 activations can "
            "be quantized");
}

// As in a recurrent layer that is written out: two layers without a bias over one kernel, and a
// constant that is added twice.
Graph shared_twice() {
  GraphBuilder b({1, 2});
  const int kernel = b.constant("kernel", {2, 2}, {0.9F, -0.5F, 0.25F, 0.7F});
  const int shift = b.constant("shift", {1, 2}, {0.1F, -0.2F});
  for (int i = 0; i < 2; ++i)
    b.op(builtin::kFullyConnected, {1, 2}, {}, {kernel, -1}).op(builtin::kAdd, {1, 2}, {}, {shift});
  return b.done();
}

TEST(PostTraining, WeightsWithoutABiasMayBeShared) {
  for (const auto scheme :
       {QuantizationScheme::int8, QuantizationScheme::int16x8, QuantizationScheme::dynamic_range}) {
    PostTrainingOptions options;
    options.scheme = scheme;
    const QuantizedModel q = quantized(shared_twice(), normal_samples(16, 2), options);
    EXPECT_EQ(q.graph.tensors[1].type, DType::int8);
    EXPECT_EQ(q.graph.tensors[1].data.size(), 4U);
    for (const LayerError& layer : q.layers) EXPECT_GT(layer.sqnr_db, 25.0) << layer.tensor;
  }
}

TEST(PostTraining, EqualizationLeavesSharedWeightsAlone) {
  PostTrainingOptions options;
  options.equalize = true;
  const Graph plain = quantized(shared_twice(), normal_samples(16, 2)).graph;
  const Graph equal = quantized(shared_twice(), normal_samples(16, 2), options).graph;
  EXPECT_EQ(plain.tensors[1].data, equal.tensors[1].data);
}

TEST(PostTraining, RefusesSharedAndComputedWeights) {
  Graph shared = small_network();
  shared.ops[2].inputs[1] = shared.ops[0].inputs[1];
  EXPECT_NE(refusal(shared, normal_samples(2, 30))
                .find("shares its weights 'kernel0' with another operator"),
            std::string::npos);
  Graph computed = GraphBuilder({1, 2}).dense({2, 2}, {1, 0, 0, 1}, {0, 0}, {1, 2}).done();
  computed.tensors[1].data.clear();
  EXPECT_NE(
      refusal(computed, {{1, 2}}).find("has 'kernel0' as weights, which is no float32 constant"),
      std::string::npos);
  Graph two = small_network();
  two.inputs.push_back(0);
  EXPECT_EQ(refusal(two, normal_samples(2, 30)),
            "the model has 2 inputs, 1 outputs and 7 operators; quantization takes models of one "
            "input and one output");
}

class Stopping final : public Progress {
 public:
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view) override {}
  bool stop_requested() const override { return true; }
};

TEST(PostTraining, StopsWhenAsked) {
  Stopping stopping;
  const auto result = quantize_post_training(small_network(), normal_samples(4, 30), {}, stopping);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(result.error().message, "stopped during calibration; run: tadpole optimize");
}

// By hand, scale 0.5, zero point 3: halves away from zero, then clamped.
TEST(PostTraining, RoundsHalfAwayFromZeroAndClamps) {
  const std::vector<float> values = {0.0F, 0.25F, -0.25F, 0.24F, 100.0F, -100.0F};
  EXPECT_EQ(quantize_values(values, 0.5F, 3), (std::vector<std::int8_t>{3, 4, 2, 3, 127, -128}));
}

}  // namespace
}  // namespace tadpole
