// SPDX-License-Identifier: Apache-2.0
#include "workflow/search_state.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "core/data/test_folder.h"
#include "workflow/collect.h"
#include "workflow/preprocess.h"
#include "workflow/recipe_edit.h"

namespace tadpole {
namespace {

constexpr const char* kBlobs = R"(# Mine.
[project]
template = "table"
[train]
epochs = 2
[[source]]
generate = "blobs"
count = 60
)";

class SearchStateTest : public testing::Test {
 protected:
  Project prepared() {
    EXPECT_TRUE(write_file(folder_ / "tadpole.toml", std::string_view(kBlobs)).ok());
    Project project = Project::open(folder_.path()).value();
    SilentProgress silent;
    EXPECT_TRUE(collect(project, silent).ok());
    EXPECT_TRUE(preprocess(project, silent).ok());
    return project;
  }
  TempFolder folder_;
};

TEST_F(SearchStateTest, is_nothing_before_a_search_and_the_same_as_its_results_after_it) {
  Project project = prepared();
  EXPECT_TRUE(search_state(project).results.is_null());
  EXPECT_TRUE(search_state(project).options.empty());
  SilentProgress silent;
  const nlohmann::json found =
      search(project, {.trials = 3, .strategy = "random", .ram = "64k"}, silent).value().facts;
  const SearchState state = search_state(project);
  EXPECT_TRUE(state.is_whole);
  EXPECT_FALSE(state.is_stale);
  EXPECT_EQ(state.options.at("ram"), "64k");
  EXPECT_EQ(state.options.at("strategy"), "random");
  EXPECT_FALSE(state.options.contains("fresh"));
  for (const char* same : {"front", "best", "limits", "trained", "refused", "rungs", "origin"})
    EXPECT_EQ(state.results[same], found[same]) << same;
  EXPECT_EQ(state.results["rows"].size(), 3U);
}

TEST_F(SearchStateTest, other_features_make_it_stale) {
  Project project = prepared();
  SilentProgress silent;
  ASSERT_TRUE(search(project, {.trials = 2}, silent).ok());
  const std::string text = read_text(folder_ / "tadpole.toml").value();
  ASSERT_TRUE(project.rewrite(with_option(text, "t", "project", "seed", "9").value()).ok());
  ASSERT_TRUE(collect(project, silent).ok());
  ASSERT_TRUE(preprocess(project, silent).ok());
  EXPECT_TRUE(search_state(project).is_stale);
}

// Rows were searched with convolutions once: options.json named no space then.
TEST_F(SearchStateTest, a_search_of_another_space_is_stale) {
  Project project = prepared();
  SilentProgress silent;
  ASSERT_TRUE(search(project, {.trials = 2}, silent).ok());
  ASSERT_FALSE(search_state(project).is_stale);
  const Path file = folder_ / "search" / "options.json";
  nlohmann::json kept = nlohmann::json::parse(read_text(file).value());
  kept.erase("space");
  ASSERT_TRUE(write_file(file, kept.dump()).ok());
  EXPECT_TRUE(search_state(project).is_stale);
}

// In any order.
std::multiset<std::string> lines_of(const std::string& text) {
  std::multiset<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

TEST_F(SearchStateTest, the_best_goes_into_the_recipe_as_it_is_now) {
  Project project = prepared();
  const Result<std::string> none = recipe_with_best(project);
  ASSERT_FALSE(none.ok());
  EXPECT_NE(none.error().message.find("no best network"), std::string::npos);
  SilentProgress silent;
  ASSERT_TRUE(search(project, {.trials = 2, .epochs = 3}, silent).ok());
  EXPECT_EQ(lines_of(recipe_with_best(project).value()),
            lines_of(read_text(folder_ / "search" / "best.toml").value()));
  // What was changed since stays.
  const std::string text = read_text(folder_ / "tadpole.toml").value();
  ASSERT_TRUE(project.rewrite(with_option(text, "t", "optimize", "clusters", "8").value()).ok());
  const std::string taken = recipe_with_best(project).value();
  EXPECT_EQ(taken.find("# Mine."), 0U);
  const Recipe recipe = parse_recipe(taken, "t").value();
  EXPECT_EQ(recipe.optimize.clusters, 8);
  EXPECT_EQ(recipe.train.epochs, 3);
  EXPECT_EQ(recipe.model.layers.back(), "softmax");
}

}  // namespace
}  // namespace tadpole
