// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/inspect.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/tflite/test_graphs.h"
#include "core/tflite/tflite.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

TEST(Inspect, SaysWhatIsInAModel) {
  const Bytes bytes = write_tflite(small_int8_graph()).value();
  const InspectReport report = inspect_tflite(bytes).value();
  ASSERT_EQ(report.ops.size(), 3U);
  EXPECT_EQ(report.ops[0].name, "CONV_2D");
  EXPECT_EQ(report.ops[0].options, "2x2, stride 1x1, valid, relu");
  EXPECT_EQ(report.ops[0].input_shape, "1x2x2x1");
  EXPECT_EQ(report.ops[0].macs, 8);
  EXPECT_EQ(report.macs, 8 + 6);
  EXPECT_EQ(report.constant_bytes, 8U + 8U + 6U + 12U);
  EXPECT_EQ(report.file_bytes, bytes.size());
  EXPECT_TRUE(report.runs);
  EXPECT_EQ(report.tensors[1].scales.size(), 2U);
}

TEST(Inspect, JsonCarriesTheSameNumbers) {
  const InspectReport report = inspect_tflite(write_tflite(small_int8_graph()).value()).value();
  const nlohmann::json json = to_json(report);
  EXPECT_EQ(json["macs"], 14);
  EXPECT_EQ(json["ops"][0]["name"], "CONV_2D");
  EXPECT_EQ(json["tensors"][0]["zero_point"], 3);
}

TEST(Inspect, TextHasOneLinePerOperator) {
  const std::string text =
      to_text(inspect_tflite(write_tflite(small_int8_graph()).value()).value());
  EXPECT_NE(text.find("FULLY_CONNECTED"), std::string::npos);
  EXPECT_NE(text.find("input: int8 1x2x2x1, scale 0.5, zero point 3"), std::string::npos);
}

TEST(Inspect, SaysWhatAModelRemembersAndForHowLong) {
  Graph graph = small_int8_graph();
  graph.tensors.push_back(int8_tensor("state", {1, 5}, 1.0F, 0));
  graph.tensors.back().is_variable = true;
  graph.forgets = true;
  EXPECT_NE(to_text(inspect_tflite(write_tflite(graph).value()).value())
                .find("variable tensors 5 bytes, cleared before every run"),
            std::string::npos);
  graph.forgets = false;
  const InspectReport report = inspect_tflite(write_tflite(graph).value()).value();
  EXPECT_EQ(to_json(report)["variable_bytes"], 5);
  EXPECT_NE(to_text(report).find("kept from run to run until the model is reset"),
            std::string::npos);
}

TEST(Inspect, ColumnsHoldTheLongestName) {
  InspectReport report;
  for (const char* name : {"CONV_2D", "UNIDIRECTIONAL_SEQUENCE_LSTM"})
    report.ops.push_back({.name = name, .input_shape = "1x9"});
  const std::string text = to_text(report);
  std::size_t begin = 0;
  for (const std::size_t at : {text.find("input"), text.find("1x9"), text.rfind("1x9")}) {
    begin = text.rfind('\n', at) + 1;  // 0 for the first line
    EXPECT_EQ(at - begin, 34U);        // 3 + 2 + 28 + 1
  }
}

TEST(Inspect, TheKeywordModelHasTheKnownCost) {
  TADPOLE_SHARED_OR_SKIP(path, "models/kws_dscnn_int8.tflite");
  const Bytes bytes = read_bytes(path).value();
  const InspectReport report = inspect_tflite(bytes).value();
  EXPECT_EQ(report.macs,
            2656768 + 25 * 5 * 64);  // the model's known count, plus the pool's additions
  EXPECT_EQ(report.arena_bytes, 16000U);
}

TEST(Inspect, AModelThatDoesNotRunIsStillShown) {
  TADPOLE_SHARED_OR_SKIP(path, "models/more/person_detect_vela.tflite");
  const InspectReport report = inspect_tflite(read_bytes(path).value()).value();
  EXPECT_FALSE(report.ops.empty());
  EXPECT_FALSE(report.runs);
  EXPECT_NE(report.reason.find("CUSTOM 'ethos-u'"), std::string::npos) << report.reason;
}

}  // namespace
}  // namespace tadpole
