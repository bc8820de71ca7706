// SPDX-License-Identifier: Apache-2.0
#include "core/compress/quantization_aware.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/compress/clustering.h"
#include "core/compress/pruning.h"
#include "core/compress/rule_chain.h"
#include "core/nn/test_model.h"
#include "core/quant/float_run.h"
#include "core/train/test_blobs.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

constexpr Range kInput = {-2.0F, 3.0F};

// What a small network for a microcontroller is made of: convolutions with batch norm and relu, a
// depthwise one, a sum, both pools, a dense layer.
Model network() {
  Model model =
      model_of({4, 6, 1}, {"conv2d filters=8 kernel=3x3 padding=same use_bias=false", "batch_norm",
                           "relu", "depthwise_conv2d padding=same", "batch_norm", "relu6 name=left",
                           "conv2d filters=8 kernel=1x1 use_bias=false", "batch_norm", "relu",
                           "conv2d filters=8 kernel=3x3 padding=same", "add from=left", "relu",
                           "average_pool kernel=2x1 stride=2x1", "max_pool kernel=2x1 stride=2x1",
                           "flatten", "dropout rate=0.1", "dense units=3", "softmax"});
  return model;
}

TrainJob job_for(const Blobs& source) {
  TrainJob job = toy_job(source);
  job.options.ema = 0.0;
  job.options.label_smoothing = 0.0;
  job.options.schedule.learning_rate = 0.005;
  return job;
}

Model float_network() {
  const Blobs source;
  Model model = network();
  ThreadPool pool(2);
  SilentProgress silent;
  EXPECT_TRUE(train(model, job_for(source), pool, silent).ok());
  model.reserve_inference(nullptr);  // the pool ends here
  return model;
}

QuantizationAware aware_of(const Model& model) {
  Result<QuantizationAware> aware = make_quantization_aware(model, kInput);
  EXPECT_TRUE(aware.ok()) << aware.error().message;
  return std::move(aware).value();
}

void tune(QuantizationAware& aware, WeightRule& rule, int threads = 2) {
  const Blobs source;
  TrainJob job = job_for(source);
  job.start = TrainStart::as_given;
  job.rule = &rule;
  ThreadPool pool(threads);
  SilentProgress silent;
  const auto report = train(aware.model, job, pool, silent);
  ASSERT_TRUE(report.ok()) << report.error().message;
  aware.model.reserve_inference(nullptr);
}

std::vector<std::vector<float>> blobs(int count, std::int64_t epoch) {
  const Blobs source;
  std::vector<std::vector<float>> samples(static_cast<std::size_t>(count), std::vector<float>(24));
  for (int i = 0; i < count; ++i)
    source.fetch(i % source.size(), epoch + i / source.size(),
                 samples[static_cast<std::size_t>(i)]);
  return samples;
}

Graph int8_of(const Model& model, const std::vector<std::vector<float>>& samples,
              KernelScale scale = KernelScale::per_channel) {
  SilentProgress silent;
  Result<QuantizedModel> quantized =
      quantize_post_training(model.lower(), samples, {.kernel_scale = scale}, silent);
  EXPECT_TRUE(quantized.ok()) << quantized.error().message;
  return quantized.value().graph;
}

struct Agreement {
  int same_class = 0, samples = 0;
  double largest_steps = 0.0;  // of the tensor before softmax
};
// The model's logits, rounded as it was trained, and those that the int8 graph computes.
Agreement compare(Model& model, const Graph& graph,
                  const std::vector<std::vector<float>>& samples) {
  TfliteExecutor executor = tensor_keeping_executor(graph).value();
  const int logits = graph.ops.back().inputs[0];
  const auto step =
      static_cast<double>(graph.tensors[static_cast<std::size_t>(logits)].quantization.scale[0]);
  Agreement all;
  for (const auto& sample : samples) {
    std::vector<float> expected(static_cast<std::size_t>(model.outputs()));
    model.predict_logits(sample, 1, expected);
    EXPECT_TRUE(run_sample(executor, sample).ok());
    const std::vector<float> got = real_values(executor, logits);
    const auto top = [](const std::vector<float>& v) {
      return std::max_element(v.begin(), v.end()) - v.begin();
    };
    all.same_class += top(expected) == top(got) ? 1 : 0;
    ++all.samples;
    for (std::size_t k = 0; k < got.size(); ++k) {
      const double apart = static_cast<double>(got[k]) - static_cast<double>(expected[k]);
      all.largest_steps = std::max(all.largest_steps, std::fabs(apart) / step);
    }
  }
  return all;
}

TEST(FoldBatchNorms, the_folded_network_predicts_the_same) {
  Model model = float_network();
  Result<Model> folded = fold_batch_norms(model);
  ASSERT_TRUE(folded.ok()) << folded.error().message;
  for (const LayerSpec& layer : folded.value().spec().layers) EXPECT_NE(layer.kind, "batch_norm");
  for (const auto& sample : blobs(20, 50)) {
    const auto a = predict(model, sample), b = predict(folded.value(), sample);
    for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 1e-5);
  }
}

// The int8 form of what was trained computes what training saw. Where a sum lies half way between
// two steps the two may round apart; what follows spreads that over a step or two of the logits.
TEST(QuantizationAware, the_int8_graph_computes_what_the_trained_model_predicts) {
  QuantizationAware aware = aware_of(float_network());
  QuantizationRule rule(aware, KernelScale::per_channel);
  tune(aware, rule);
  const Graph graph = int8_of(aware.model, blobs(20, 50));
  const Agreement agreement = compare(aware.model, graph, blobs(400, 60));
  EXPECT_GT(agreement.same_class, 0.99 * agreement.samples);
  EXPECT_LE(agreement.largest_steps, 2.01);
}

TEST(QuantizationAware,
     the_ranges_that_were_learnt_are_those_of_the_graph_whatever_is_shown_to_it) {
  QuantizationAware aware = aware_of(float_network());
  QuantizationRule rule(aware, KernelScale::per_channel);
  tune(aware, rule);
  const Bytes few = write_tflite(int8_of(aware.model, blobs(2, 50))).value();
  std::vector<std::vector<float>> loud = blobs(30, 90);
  for (auto& sample : loud)
    for (float& v : sample) v *= 5.0F;
  EXPECT_EQ(few, write_tflite(int8_of(aware.model, loud)).value());
  // By formula, of the first convolution's relu: low 0, 255 steps to the moving average.
  const auto infos = aware.model.layers();
  const auto first = std::find_if(infos.begin() + 1, infos.end(), [](const LayerInfo& l) {
    return l.text.starts_with("fake_quantize");
  });
  const Graph graph = int8_of(aware.model, blobs(2, 50));
  const Quantization& q =
      graph.tensors[static_cast<std::size_t>(graph.ops[0].outputs[0])].quantization;
  EXPECT_EQ(aware.model.state()[first->state], 0.0F);
  EXPECT_FLOAT_EQ(q.scale[0], aware.model.state()[first->state + 1] / 255.0F);
  EXPECT_EQ(q.zero_point[0], -128);
}

TEST(QuantizationAware, one_two_and_three_threads_give_the_same_bytes) {
  const Model model = float_network();
  Bytes one;
  for (const int threads : {1, 2, 3}) {
    QuantizationAware aware = aware_of(model);
    QuantizationRule rule(aware, KernelScale::per_channel);
    tune(aware, rule, threads);
    if (threads == 1) one = model_bytes(aware.model);
    EXPECT_EQ(model_bytes(aware.model), one) << threads;
  }
}

std::vector<const GraphTensor*> kernels_in(const Graph& graph) {
  std::vector<const GraphTensor*> kernels;
  for (const GraphOp& op : graph.ops) {
    if (op.builtin == builtin::kConv2d || op.builtin == builtin::kDepthwiseConv2d ||
        op.builtin == builtin::kFullyConnected)
      kernels.push_back(&graph.tensors[static_cast<std::size_t>(op.inputs[1])]);
  }
  return kernels;
}

// Pruned to half, clustered to eight, trained for int8: zeros are zero and eight stay eight.
TEST(QuantizationAware, on_a_pruned_and_clustered_network_zeros_and_clusters_stay) {
  QuantizationAware aware = aware_of(float_network());
  for (const WeightKernel& k : weight_kernels(aware.model))
    prune_smallest(aware.model.parameters().subspan(k.first, k.count), 0.5);
  RuleChain rules;
  rules.add(std::make_unique<PruningRule>(PruningRule::keeping(aware.model)));
  rules.add(std::make_unique<ClusteringRule>(
      ClusteringRule::create(aware.model, {.clusters = 8}).value()));
  rules.add(std::make_unique<QuantizationRule>(aware, KernelScale::per_kernel));
  tune(aware, rules);
  const Graph graph = int8_of(aware.model, blobs(20, 50), KernelScale::per_kernel);
  for (const GraphTensor* kernel : kernels_in(graph)) {
    const auto zeros = std::count(kernel->data.begin(), kernel->data.end(), 0);
    EXPECT_GE(zeros, static_cast<std::ptrdiff_t>(kernel->data.size() / 2)) << kernel->name;
    EXPECT_LE(std::set<std::uint8_t>(kernel->data.begin(), kernel->data.end()).size(), 8U)
        << kernel->name;
  }
  const Agreement agreement = compare(aware.model, graph, blobs(400, 60));
  EXPECT_GT(agreement.same_class, 0.99 * agreement.samples);
  EXPECT_LE(agreement.largest_steps, 2.01);
}

// By hand: the largest of a channel is 127 steps; -0.5 / (1 / 127) = -63.5 rounds away from zero.
TEST(RoundKernel, each_output_channel_has_its_own_steps) {
  std::vector<float> values = {1.0F, 0.2F, -0.5F, 0.1F};  // two inputs, two outputs
  const WeightKernel kernel = {.count = 4, .outputs = 2, .inner = 1, .per_channel = true};
  std::vector<float> rounded = values;
  round_kernel(rounded, kernel, KernelScale::per_channel);
  EXPECT_FLOAT_EQ(rounded[0], 1.0F);
  EXPECT_FLOAT_EQ(rounded[1], 0.2F);
  EXPECT_FLOAT_EQ(rounded[2], -64.0F / 127);
  EXPECT_FLOAT_EQ(rounded[3], 0.2F * 64 / 127);
  round_kernel(values, kernel, KernelScale::per_kernel);
  EXPECT_FLOAT_EQ(values[1], 25.0F / 127);  // 25.4
  EXPECT_FLOAT_EQ(values[3], 13.0F / 127);  // 12.7
}

// Branches that meet again: joined, scaled by a gate, made smaller and larger.
TEST(QuantizationAware, the_int8_graph_of_joined_scaled_and_enlarged_branches_agrees_too) {
  const Blobs source;
  Model model = model_of(
      {4, 6, 1}, {"conv2d filters=6 kernel=3x3 padding=same", "leaky_relu alpha=0.1 name=left",
                  "max_pool kernel=2x2 stride=2x2", "conv2d filters=6 kernel=1x1", "relu",
                  "upsampling size=2x2", "concatenate with=left", "relu name=both",
                  "global_average_pool", "dense units=12", "sigmoid", "multiply with=both",
                  "conv2d_transpose filters=4 kernel=2x2 stride=2x2", "relu", "flatten",
                  "dense units=3", "softmax"});
  ThreadPool pool(2);
  SilentProgress silent;
  ASSERT_TRUE(train(model, job_for(source), pool, silent).ok());
  model.reserve_inference(nullptr);
  Result<Model> folded = fold_batch_norms(model);
  ASSERT_TRUE(folded.ok()) << folded.error().message;
  for (const auto& sample : blobs(20, 50)) {
    const auto a = predict(model, sample), b = predict(folded.value(), sample);
    for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 1e-5);
  }
  QuantizationAware aware = aware_of(model);
  QuantizationRule rule(aware, KernelScale::per_channel);
  tune(aware, rule);
  const Graph graph = int8_of(aware.model, blobs(20, 50));
  const Agreement agreement = compare(aware.model, graph, blobs(400, 60));
  EXPECT_GT(agreement.same_class, 0.98 * agreement.samples);
  EXPECT_LE(agreement.largest_steps, 4.01);
}

TEST(QuantizationAware, a_network_it_cannot_take_is_refused_by_the_layer) {
  const Model model = model_of({6, 1, 4}, {"lstm units=4", "dense units=2"});
  const auto aware = make_quantization_aware(model, kInput);
  ASSERT_FALSE(aware.ok());
  EXPECT_NE(aware.error().message.find("layer 1 (lstm units=4): int8 rounds inside an lstm"),
            std::string::npos)
      << aware.error().message;
  const auto other = make_quantization_aware(model_of({6, 1, 4}, {"gru units=4"}), kInput);
  ASSERT_FALSE(other.ok());
  EXPECT_NE(other.error().message.find("take 'lstm'"), std::string::npos) << other.error().message;
  const auto empty = make_quantization_aware(network(), {0.5F, 0.5F});
  ASSERT_FALSE(empty.ok());
  EXPECT_NE(empty.error().message.find("from 0.5 to 0.5"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
