// SPDX-License-Identifier: Apache-2.0
#include "workflow/model_file.h"

#include <gtest/gtest.h>

#include "core/data/test_folder.h"
#include "core/tflite/tflite.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// Two dense layers in int8, 2 values to 3 to 2; the middle channel is read by weights of zero.
Bytes model_with_a_dead_channel() {
  Graph graph;
  const auto tensor = [&](const char* name, DType type, std::vector<int> shape, float scale,
                          std::vector<std::uint8_t> data) {
    GraphTensor t;
    t.name = name;
    t.type = type;
    t.shape = std::move(shape);
    t.quantization = {{scale}, {0}, 0};
    t.data = std::move(data);
    graph.tensors.push_back(t);
  };
  tensor("in", DType::int8, {1, 2}, 0.5F, {});
  tensor("w1", DType::int8, {3, 2}, 0.5F, {1, 0, 5, 5, 0, 1});
  tensor("hidden", DType::int8, {1, 3}, 0.25F, {});
  tensor("w2", DType::int8, {2, 3}, 0.5F, {2, 0, 1, 1, 0, 2});
  tensor("out", DType::int8, {1, 2}, 0.25F, {});
  for (const auto& [weights, from, to] : {std::tuple{1, 0, 2}, std::tuple{3, 2, 4}}) {
    GraphOp dense;
    dense.builtin = 9;
    dense.inputs = {from, weights, -1};
    dense.outputs = {to};
    graph.ops.push_back(dense);
  }
  graph.inputs = {0};
  graph.outputs = {4};
  return write_tflite(graph).value();
}

TEST(ModelFile, CountsRightAnswersByTheManifest) {
  const TempFolder folder;
  SilentProgress progress;
  const Path model = folder.path() / "m.tflite";
  ASSERT_TRUE(write_file(model, model_with_a_dead_channel()).ok());
  // By hand: hidden is the input, out = 2 a + b and a + 2 b: the larger input wins.
  ASSERT_TRUE(write_file(folder.path() / "first.bin", Bytes{10, 2}).ok());
  ASSERT_TRUE(write_file(folder.path() / "second.bin", Bytes{2, 10}).ok());
  ASSERT_TRUE(write_file(folder.path() / "list.csv", std::string_view("file,label\nfirst.bin,left\n"
                                                                      "second.bin,right\n"
                                                                      "second.bin,left\n"))
                  .ok());
  EvaluateModelOptions options{.samples = folder.path() / "list.csv", .labels = {"left", "right"}};
  const auto answer = evaluate_model(model, options, progress);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().json["correct"], 2);
  EXPECT_EQ(answer.value().json["confusion"], nlohmann::json::parse("[[1, 1], [0, 1]]"));
  EXPECT_NE(answer.value().text.find("66.7 % (2 of 3"), std::string::npos) << answer.value().text;

  options.labels = {"left"};
  EXPECT_NE(evaluate_model(model, options, progress).error().message.find("2 outputs and 1 labels"),
            std::string::npos);
  options.labels = {"a", "b"};
  EXPECT_NE(
      evaluate_model(model, options, progress).error().message.find("line 2: the label 'left'"),
      std::string::npos);
  ASSERT_TRUE(write_file(folder.path() / "first.bin", Bytes{1, 2, 3}).ok());
  options.labels = {"left", "right"};
  EXPECT_NE(evaluate_model(model, options, progress).error().message.find("has 3 bytes"),
            std::string::npos);
  ASSERT_TRUE(
      write_file(folder.path() / "list.csv", std::string_view("file,label\n../x.bin,left\n")).ok());
  EXPECT_NE(evaluate_model(model, options, progress).error().message.find("outside"),
            std::string::npos);
}

TEST(ModelFile, TakesOutADeadChannelAndAnswersTheSame) {
  const TempFolder folder;
  const Path model = folder.path() / "m.tflite";
  ASSERT_TRUE(write_file(model, model_with_a_dead_channel()).ok());
  const auto answer = optimize_model(model, "");
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().json["channels"], 1);
  EXPECT_EQ(answer.value().json["macs"]["before"], 12);
  EXPECT_EQ(answer.value().json["macs"]["after"], 8);
  const Graph small = read_tflite(read_bytes(folder.path() / "m_small.tflite").value()).value();
  EXPECT_EQ(small.tensors[static_cast<std::size_t>(small.ops[0].outputs[0])].shape.back(), 2);
  EXPECT_NE(optimize_model(model, model).error().message.find("would replace"), std::string::npos);
}

// MLCommons' reference model on the 500 feature maps that are here; simulated by others: 89.8 %.
TEST(ModelFile, TheReferenceKeywordSpotterHasItsPublishedAccuracy) {
  TADPOLE_SHARED_OR_SKIP(model, "models/kws_dscnn_int8.tflite");
  TADPOLE_SHARED_OR_SKIP(samples, "data/mlperf-kws01/manifest.csv");
  SilentProgress progress;
  const auto answer = evaluate_model(model, {.samples = samples}, progress);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().json["inputs"], 500);
  EXPECT_NEAR(answer.value().json["accuracy"].get<double>(), 0.898, 0.0021) << "one input is 0.2 %";
}

TEST(ModelFile, TheReferencePersonDetectorLosesHalfOfItsWorkAndNoAnswer) {
  TADPOLE_SHARED_OR_SKIP(model, "models/vww_mobilenet_int8.tflite");
  const TempFolder folder;
  const auto answer = optimize_model(model, folder.path() / "small.tflite");
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_LT(answer.value().json["macs"]["after"].get<int>(), 3'750'000);
  EXPECT_LT(answer.value().json["file_bytes"]["after"].get<int>(), 110'000);
}

}  // namespace
}  // namespace tadpole
