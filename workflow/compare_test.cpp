// SPDX-License-Identifier: Apache-2.0
#include "workflow/compare.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/data/test_folder.h"
#include "workflow/collect.h"
#include "workflow/compare_results.h"
#include "workflow/compare_state.h"
#include "workflow/preprocess.h"
#include "workflow/train.h"

namespace tadpole {
namespace {

constexpr const char* kClouds = R"([project]
template = "table"
[model]
layers = ["dense units=24", "relu", "dense units=16", "relu", "dense units=3", "softmax"]
[train]
epochs = 15
[optimize]
tune_epochs = 3
[[source]]
generate = "blobs"
count = 300
)";
constexpr const char* kWave = R"([project]
template = "regression"
[train]
epochs = 4
[optimize]
tune_epochs = 1
[[source]]
generate = "sine"
count = 120
)";

constexpr const char* kMemory = R"([project]
template = "motion"
[preprocess]
kind = "raw"
[model]
layers = ["conv1d filters=4 kernel=8 stride=8", "relu", "lstm units=8", "dense units=6", "softmax"]
[train]
epochs = 2
[optimize]
tune_epochs = 1
[[source]]
generate = "gestures"
count = 12
)";

// Asks to stop once a sentence with this text was said.
class StopsAt final : public Progress {
 public:
  explicit StopsAt(std::string text) : text_(std::move(text)) {}
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view sentence) override {
    said += std::string(sentence) + "\n";
    stop_ = stop_ || (!text_.empty() && sentence.find(text_) != std::string_view::npos);
  }
  bool stop_requested() const override { return stop_; }
  std::string said;

 private:
  std::string text_;
  bool stop_ = false;
};

class CompareTest : public testing::Test {
 protected:
  Project trained(const char* recipe) {
    EXPECT_TRUE(write_file(folder_ / "tadpole.toml", std::string_view(recipe)).ok());
    Project project = Project::open(folder_.path()).value();
    SilentProgress silent;
    EXPECT_TRUE(collect(project, silent).ok());
    EXPECT_TRUE(preprocess(project, silent).ok());
    EXPECT_TRUE(train(project, silent).ok());
    return project;
  }
  TempFolder folder_;
};

// All but the times of this computer.
nlohmann::json without_times(nlohmann::json facts) {
  for (nlohmann::json& row : facts["rows"]) {
    EXPECT_GT(row["host_us"], 0.0) << row;
    row.erase("host_us");
  }
  return facts;
}

const nlohmann::json& row_of(const nlohmann::json& facts, const std::string& id) {
  const auto& rows = facts["rows"];
  const auto at = std::find_if(rows.begin(), rows.end(),
                               [&](const nlohmann::json& row) { return row["id"] == id; });
  static const nlohmann::json none;
  return at == rows.end() ? none : *at;
}

TEST_F(CompareTest, puts_every_way_beside_the_others_and_goes_on_after_a_stop) {
  Project project = trained(kClouds);
  StopsAt stops("compare 8 of");
  const auto stopped = compare(project, false, stops);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::cancelled);
  const nlohmann::json some = compare_state(project);
  EXPECT_EQ(some["done"], 7);
  EXPECT_EQ(some["rows"].size(), 7U);
  EXPECT_EQ(some["is_stale"], false);
  EXPECT_GT(some["seconds_left"], 0.0);

  StopsAt goes_on("");
  const auto done = compare(project, false, goes_on);
  ASSERT_TRUE(done.ok()) << done.error().message;
  // What was finished was not trained again.
  EXPECT_EQ(goes_on.said.find("optimize, quantization_aware: trained on for 3 epochs\ncompare 6"),
            std::string::npos);
  // No way meets the training of another.
  EXPECT_EQ(goes_on.said.find("starts afresh"), std::string::npos) << goes_on.said;
  const nlohmann::json& facts = done.value().facts;
  ASSERT_EQ(facts["rows"].size(), compare_ways(project.recipe().optimize).size());
  for (const nlohmann::json& row : facts["rows"]) {
    ASSERT_FALSE(row.contains("refused")) << row;
    EXPECT_EQ(row["metric"], "accuracy") << row;
    EXPECT_GT(row["value"], 0.9) << row;  // clouds far apart
    EXPECT_LE(row["low"], row["value"]) << row;
    EXPECT_GT(row["file_bytes"], 0) << row;
  }
  EXPECT_LT(row_of(facts, "int8")["file_bytes"], row_of(facts, "float")["file_bytes"]);
  EXPECT_LT(row_of(facts, "narrow")["macs"], row_of(facts, "int8")["macs"]);
  EXPECT_LT(row_of(facts, "pruned")["packed_bytes"], row_of(facts, "int8")["packed_bytes"]);
  EXPECT_LT(row_of(facts, "clustered")["packed_bytes"], row_of(facts, "int8")["packed_bytes"]);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "optimized" / "compare" / "compare.html"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "optimized" / "compare" / "pruned_aware.tflite"));

  // Again in one go: the same bytes.
  SilentProgress silent;
  const auto again = compare(project, true, silent);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(without_times(again.value().facts), without_times(facts));

  const nlohmann::json whole = compare_state(project);
  EXPECT_EQ(whole["rows"], again.value().facts["rows"]);
  EXPECT_EQ(whole["seconds_left"], 0.0);
  EXPECT_EQ(whole["origin"], "synthetic");
  ASSERT_TRUE(project.set("optimize", "calibration_clips", "7").ok());
  const nlohmann::json other = compare_state(project);
  EXPECT_EQ(other["done"], 0);
  EXPECT_EQ(other["is_stale"], true);
  EXPECT_EQ(other["rows"], again.value().facts["rows"]);
}

TEST_F(CompareTest, a_way_that_a_project_cannot_go_is_a_row_with_the_reason) {
  Project project = trained(kWave);
  SilentProgress silent;
  const auto done = compare(project, false, silent);
  ASSERT_TRUE(done.ok()) << done.error().message;
  const nlohmann::json& row = row_of(done.value().facts, "narrow_distilled");
  ASSERT_TRUE(row.contains("refused"));
  EXPECT_NE(row["refused"].get<std::string>().find("teacher"), std::string::npos) << row;
  EXPECT_FALSE(row_of(done.value().facts, "int8").contains("refused"));
}

// What rounds at every step cannot be imitated, and what is whole loses no channels; the rest goes,
// and the board computes what the host does.
TEST_F(CompareTest, a_network_with_a_memory_goes_the_ways_that_there_are_for_it) {
  Project project = trained(kMemory);
  SilentProgress silent;
  const auto done = compare(project, false, silent);
  ASSERT_TRUE(done.ok()) << done.error().message;
  for (const nlohmann::json& row : done.value().facts["rows"]) {
    const std::string id = row["id"];
    const bool aware = id.find("aware") != std::string::npos;
    const bool narrow = id.find("narrow") != std::string::npos;
    ASSERT_EQ(row.contains("refused"), aware || narrow) << row;
    const std::string why = row.value("refused", "");
    EXPECT_EQ(why.find("inside an lstm") != std::string::npos, aware) << row;
    EXPECT_EQ(why.find("cannot lose") != std::string::npos, narrow) << row;
    EXPECT_EQ(row.dump().find("does not compute what the host"), std::string::npos) << row;
  }
}

TEST_F(CompareTest, asks_for_training_first) {
  ASSERT_TRUE(write_file(folder_ / "tadpole.toml", std::string_view(kClouds)).ok());
  Project project = Project::open(folder_.path()).value();
  SilentProgress silent;
  const auto result = compare(project, false, silent);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("has not run yet"), std::string::npos)
      << result.error().message;
}

TEST(CompareRows, an_error_is_better_when_lower_and_what_did_not_run_is_on_no_front) {
  std::vector<CompareRow> rows(3);
  rows[0] = {.id = "a",
             .metric = "mean absolute error",
             .value = 0.2,
             .flash_bytes = 10,
             .ram_bytes = 5,
             .instructions = 7};
  rows[1] = {.id = "b",
             .metric = "mean absolute error",
             .value = 0.1,
             .flash_bytes = 10,
             .ram_bytes = 5,
             .instructions = 7};
  rows[2] = {.id = "c", .metric = "mean absolute error", .value = 0.01, .not_run = "too large"};
  mark_front(rows);
  EXPECT_FALSE(rows[0].on_front);
  EXPECT_TRUE(rows[1].on_front);
  EXPECT_FALSE(rows[2].on_front);
}

TEST(CompareRows, come_back_from_json_and_refuse_what_is_none) {
  const CompareRow row{.id = "int8",
                       .title = "int8 after training",
                       .metric = "accuracy",
                       .value = 0.5,
                       .low = 0.4,
                       .high = 0.6,
                       .file_bytes = 9,
                       .packed_bytes = 7,
                       .macs = 3,
                       .flash_bytes = 11,
                       .ram_bytes = 12,
                       .instructions = 13};
  const auto back = compare_row(to_json(row));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(to_json(back.value()), to_json(row));
  EXPECT_FALSE(compare_row({{"id", "x"}}).ok());
  EXPECT_FALSE(compare_row(nlohmann::json("text")).ok());
}

}  // namespace
}  // namespace tadpole
