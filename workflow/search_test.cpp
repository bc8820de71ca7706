// SPDX-License-Identifier: Apache-2.0
#include "workflow/search.h"

#include <gtest/gtest.h>

#include "core/data/test_folder.h"
#include "workflow/collect.h"
#include "workflow/preprocess.h"
#include "workflow/search_results.h"
#include "workflow/search_state.h"
#include "workflow/train.h"

namespace tadpole {
namespace {

constexpr const char* kBlobs = R"([project]
template = "table"
# This stays.
[train]
epochs = 4
[[source]]
generate = "blobs"
count = 90
)";

constexpr const char* kSine = R"([project]
template = "regression"
[train]
epochs = 4
[[source]]
generate = "sine"
count = 90
)";

// Asks to stop when it was asked so often.
class StoppingProgress final : public Progress {
 public:
  explicit StoppingProgress(int after) : left_(after) {}
  void begin(std::string_view, std::int64_t) override {}
  void update(std::int64_t, std::string_view) override {}
  void end() override {}
  void say(std::string_view sentence) override { said += std::string(sentence) + "\n"; }
  bool stop_requested() const override { return left_ >= 0 && left_-- == 0; }
  std::string said;

 private:
  mutable int left_;
};

class SearchStageTest : public testing::Test {
 protected:
  Project prepared(const std::string& recipe = kBlobs) {
    EXPECT_TRUE(write_file(folder_ / "tadpole.toml", recipe).ok());
    Project project = Project::open(folder_.path()).value();
    SilentProgress silent;
    EXPECT_TRUE(collect(project, silent).ok());
    EXPECT_TRUE(preprocess(project, silent).ok());
    return project;
  }
  std::string refusal(const SearchOptions& options, const std::string& recipe = kBlobs) {
    Project project = prepared(recipe);
    SilentProgress silent;
    const auto result = search(project, options, silent);
    return result.ok() ? "" : result.error().message;
  }
  TempFolder folder_;
};

// The same options with a stop in the middle of the third candidate's training.
TEST_F(SearchStageTest, a_search_that_was_stopped_goes_on_to_the_same_front) {
  Project project = prepared();
  SilentProgress silent;
  SearchOptions options{.trials = 5, .strategy = "random", .eta = 2};
  const nlohmann::json whole = search(project, options, silent).value().facts;
  options.fresh = true;
  StoppingProgress stopping(12);
  const auto stopped = search(project, options, stopping);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::cancelled);
  EXPECT_NE(stopped.error().message.find("goes on from here"), std::string::npos);
  options.fresh = false;
  const nlohmann::json resumed = search(project, options, silent).value().facts;
  EXPECT_EQ(resumed["front"], whole["front"]);
  EXPECT_EQ(resumed["best"], whole["best"]);
}

TEST_F(SearchStageTest, the_best_recipe_keeps_what_else_stands_in_the_recipe) {
  Project project = prepared();
  SilentProgress silent;
  ASSERT_TRUE(search(project, {.trials = 2, .epochs = 3}, silent).ok());
  const std::string text = read_text(folder_ / "search" / "best.toml").value();
  EXPECT_NE(text.find("# This stays."), std::string::npos);
  const Recipe recipe = parse_recipe(text, "best.toml").value();
  EXPECT_EQ(recipe.train.epochs, 3);
  EXPECT_EQ(recipe.model.layers.back(), "softmax");
}

TEST_F(SearchStageTest, limits_that_nothing_fits_are_told_with_the_numbers) {
  const std::string message = refusal({.trials = 2, .flash = "10"});
  EXPECT_NE(message.find("refused 200 candidates in a row"), std::string::npos) << message;
  EXPECT_NE(message.find("bytes of flash and 10 are allowed"), std::string::npos) << message;
}

TEST_F(SearchStageTest, a_detector_of_the_unusual_is_refused_with_the_reason) {
  const std::string recipe =
      "[project]\ntemplate = \"anomaly\"\n[[source]]\ngenerate = \"ecg\"\ncount = 20\n";
  const std::string message = refusal({.trials = 2}, recipe);
  EXPECT_NE(message.find("the smallest loss is not the best detector"), std::string::npos)
      << message;
}

// One worker and three give the same; dense networks, because a number has no height or width.
TEST_F(SearchStageTest, what_learns_a_number_is_chosen_by_its_validation_loss) {
  Project project = prepared(kSine);
  SilentProgress silent;
  SearchOptions options{.trials = 5, .strategy = "random", .eta = 2};
  const nlohmann::json one = search(project, options, silent).value().facts;
  EXPECT_EQ(one["objective"], "validation_loss");
  EXPECT_NE(one["best"]["point"].get<std::string>().find("activation="), std::string::npos);
  for (const nlohmann::json& row : search_state(project).results["rows"]) {
    EXPECT_GT(row["validation_loss"], 0.0);
    EXPECT_FALSE(row.contains("validation_accuracy"));
    if (row["epochs"] != one["best"]["epochs"]) continue;
    EXPECT_GE(row["validation_loss"], one["best"]["validation_loss"]);
  }
  options.fresh = true;
  options.workers = 3;
  const nlohmann::json three = search(project, options, silent).value().facts;
  EXPECT_EQ(three["front"], one["front"]);
  EXPECT_EQ(three["best"], one["best"]);
}

// Of numbers no last layer makes shares: the network ends in a dense layer.
TEST_F(SearchStageTest, the_best_recipe_of_a_number_ends_in_the_number) {
  Project project = prepared(kSine);
  SilentProgress silent;
  ASSERT_TRUE(search(project, {.trials = 2, .epochs = 2}, silent).ok());
  const std::string text = read_text(folder_ / "search" / "best.toml").value();
  EXPECT_EQ(parse_recipe(text, "best.toml").value().model.layers.back(), "dense units=1");
}

// By hand.
TEST(SearchOptionsTest, amounts_are_read_with_k_and_M) {
  EXPECT_EQ(parse_amount("64k", Counted::bytes).value(), 65536);
  EXPECT_EQ(parse_amount("1.5M", Counted::bytes).value(), 1572864);
  EXPECT_EQ(parse_amount("10M", Counted::instructions).value(), 10000000);
  EXPECT_EQ(parse_amount("70000", Counted::bytes).value(), 70000);
  for (const char* bad : {"", "k", "-1", "0", "64 kB", "many", "1e300M"})
    EXPECT_NE(parse_amount(bad, Counted::bytes).error().message.find("is no amount"),
              std::string::npos)
        << bad;
}

CandidateRecord record(int number, double accuracy, std::int64_t ram) {
  return {.candidate = {.number = number, .text = "kind=c" + std::to_string(number)},
          .footprint = {.ram_bytes = ram, .flash_bytes = 10, .instructions = 2500000},
          .rungs = {{.epochs = 9, .value = accuracy}}};
}

// By hand: the second takes as much RAM as the first and is worse.
TEST(SearchResults, show_the_front_the_most_accurate_first) {
  SearchHistory history{
      .candidates = {record(0, 0.8, 100), record(1, 0.7, 100), record(2, 0.9, 300)},
      .cpu_seconds = 3600.0};
  history.candidates.push_back(
      {.candidate = {.number = 3, .text = "kind=<big>"}, .refused = "takes too much"});
  const SearchFacts facts{.board = "virtual-m4",
                          .strategy = "tpe",
                          .limits = {.ram_bytes = 500, .flash_bytes = 20},
                          .origin = "synthetic"};
  const nlohmann::json json = search_json(history, facts);
  ASSERT_EQ(json["front"].size(), 2U);
  EXPECT_EQ(json["front"][0]["candidate"], 2);
  EXPECT_EQ(json["front"][1]["candidate"], 0);
  EXPECT_EQ(json["best"]["candidate"], 2);
  EXPECT_EQ(json["refused"], 1);
  EXPECT_EQ(json["cost"]["joules"], 36000.0);
  const std::string text = search_text(history, facts);
  EXPECT_NE(text.find("90.0 %"), std::string::npos) << text;
  EXPECT_NE(text.find("~2.5 M  best"), std::string::npos) << text;
  EXPECT_NE(text.find("(synthetic data)"), std::string::npos) << text;
  EXPECT_NE(text.find("4.8 g CO2"), std::string::npos) << text;
  const std::string page = search_page(history, facts, "<words>");
  EXPECT_NE(page.find("&lt;words&gt;"), std::string::npos);
  EXPECT_EQ(page.find("<words>"), std::string::npos);
  EXPECT_NE(page.find("candidate 2: 90.0 % after 9 epochs"), std::string::npos);
}

// By hand: inside the search a value is minus the loss; the third takes more RAM than the first and
// has the larger loss.
TEST(SearchResults, of_losses_show_the_smallest_first_and_say_that_lower_is_better) {
  const SearchHistory history{
      .objective = Objective::validation_loss,
      .candidates = {record(0, -0.25, 100), record(1, -0.04, 300), record(2, -0.5, 200)}};
  const SearchFacts facts{.board = "virtual-m4", .strategy = "tpe", .origin = "recorded"};
  const nlohmann::json json = search_json(history, facts);
  EXPECT_EQ(json["objective"], "validation_loss");
  EXPECT_EQ(json["best"]["candidate"], 1);
  ASSERT_EQ(json["front"].size(), 2U);
  EXPECT_EQ(json["front"][0]["validation_loss"], 0.04);
  EXPECT_EQ(json["front"][1]["validation_loss"], 0.25);
  const std::string text = search_text(history, facts);
  EXPECT_NE(text.find("loss on validation, which chose (lower is better)"), std::string::npos)
      << text;
  EXPECT_EQ(text.find('%'), std::string::npos) << text;
  const std::string page = search_page(history, facts, "p");
  EXPECT_NE(page.find("Down and to the left is better"), std::string::npos);
  EXPECT_NE(page.find("candidate 1: 0.04 after 9 epochs"), std::string::npos);
  EXPECT_NE(page.find("validation loss"), std::string::npos);
  EXPECT_EQ(page.find("accuracy"), std::string::npos);
}

TEST(SearchResults, of_nothing_are_an_empty_front) {
  const nlohmann::json json = search_json({}, {});
  EXPECT_TRUE(json["front"].empty());
  EXPECT_TRUE(json["best"].is_null());
  EXPECT_NE(search_page({}, {}, "p").find("</html>"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
