// SPDX-License-Identifier: Apache-2.0
#include <regex>

#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

// A project on clouds of points that has run up to preprocess.
class SearchVerbTest : public VerbTest {
 protected:
  // A project of a recipe that has run up to preprocess.
  std::string prepared(const std::string& recipe) const {
    EXPECT_TRUE(write_file(folder_ / "b" / "tadpole.toml", recipe).ok());
    EXPECT_EQ(run_line({"collect", at("b")}).status, 0);
    EXPECT_EQ(run_line({"preprocess", at("b")}).status, 0);
    return at("b");
  }
  // A search under limits; more: flags.
  nlohmann::json search(const std::vector<std::string>& more) const {
    std::vector<std::string> line = {"search", at("b"), "--trials", "5",   "--eta", "2",
                                     "--ram",  "20k",   "--flash",  "64k", "--json"};
    line.insert(line.end(), more.begin(), more.end());
    const Printed printed = run_line(line);
    EXPECT_EQ(printed.status, 0) << printed.err;
    return printed.json();
  }
  // All of it but the seconds, which no two runs share.
  std::string history() const {
    return std::regex_replace(read_text(folder_ / "b" / "search" / "history.jsonl").value(),
                              std::regex("\"cpu_seconds\":[-+.e0-9]+"), "");
  }
  // The recipe that was found trains what was found, to the last digit of what chose it.
  void expect_the_same_model(const nlohmann::json& found) const {
    std::filesystem::copy_file(folder_ / "b" / "search" / "best.toml",
                               folder_ / "b" / "tadpole.toml",
                               std::filesystem::copy_options::overwrite_existing);
    const nlohmann::json trained = run_line({"train", at("b"), "--json"}).json();
    const auto best = trained["best_epoch"].get<std::size_t>();
    const std::string objective = found["objective"];
    EXPECT_EQ(trained["epochs"][best - 1][objective], found["best"][objective]);
    EXPECT_EQ(trained["parameters"], found["best"]["parameters"]);
  }
  // Under limits; three workers; what a kill leaves in the middle of a line; the recipe.
  void expect_a_whole_search(const std::string& recipe, const std::string& objective) const {
    prepared(recipe);
    const nlohmann::json one = search({});
    EXPECT_EQ(one["objective"], objective);
    EXPECT_EQ(one["trained"], 5);
    EXPECT_LE(one["best"]["ram_bytes"], 20 * 1024);
    EXPECT_LE(one["best"]["flash_bytes"], 64 * 1024);
    const std::string whole = history();
    const nlohmann::json three = search({"--workers", "3", "--fresh"});
    EXPECT_EQ(history(), whole);
    EXPECT_EQ(three["best"], one["best"]);
    const Path journal = folder_ / "b" / "search" / "history.jsonl";
    const std::string text = read_text(journal).value();
    EXPECT_TRUE(write_file(journal, text.substr(0, text.size() * 2 / 3)).ok());
    EXPECT_EQ(search({})["best"], one["best"]);
    EXPECT_EQ(history(), whole);
    expect_the_same_model(one);
  }
  std::string blobs() const {
    return prepared(
        "[project]\ntemplate = \"table\"\n[train]\nepochs = 4\n"
        "[[source]]\ngenerate = \"blobs\"\ncount = 90\n");
  }
};

TEST_F(SearchVerbTest, search_prints_the_front_and_leaves_a_recipe_that_trains_the_same_model) {
  const Printed printed = run_line({"search", blobs(), "--trials", "6", "--eta", "2", "--strategy",
                                    "random", "--ram", "20k", "--epochs", "3", "--json"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  const nlohmann::json found = printed.json();
  EXPECT_EQ(found["trained"], 6);
  EXPECT_FALSE(found["front"].empty());
  EXPECT_EQ(found["best"]["epochs"], 3);
  EXPECT_LE(found["best"]["ram_bytes"], 20 * 1024);
  for (const char* file : {"history.jsonl", "pareto.json", "pareto.html", "best.toml"})
    EXPECT_TRUE(std::filesystem::exists(folder_ / "b" / "search" / file)) << file;
  expect_the_same_model(found);
  // With best.toml as the recipe the search goes on.
  const Printed more = run_line({"search", at("b"), "--trials", "8", "--eta", "2", "--strategy",
                                 "random", "--ram", "20k", "--epochs", "3", "--json"});
  ASSERT_EQ(more.status, 0) << more.err;
  EXPECT_EQ(more.json()["trained"], 8);
}

TEST_F(SearchVerbTest, search_finds_a_network_for_the_rows_of_a_table) {
  expect_a_whole_search(
      "[project]\ntemplate = \"table\"\n[train]\nepochs = 4\n"
      "[[source]]\ngenerate = \"census\"\ncount = 200\n",
      "validation_accuracy");
}

TEST_F(SearchVerbTest, search_finds_a_network_that_learns_a_number) {
  expect_a_whole_search(
      "[project]\ntemplate = \"regression\"\n[train]\nepochs = 6\n"
      "[[source]]\ngenerate = \"sine\"\ncount = 120\n",
      "validation_loss");
}

TEST_F(SearchVerbTest, search_finds_a_network_for_windows_of_movement) {
  expect_a_whole_search(
      "[project]\ntemplate = \"motion\"\n[preprocess]\nkind = \"raw\"\n[train]\nepochs = 3\n"
      "[[source]]\ngenerate = \"gestures\"\ncount = 12\n",
      "validation_accuracy");
}

TEST_F(SearchVerbTest, search_says_what_is_wrong_with_its_line) {
  EXPECT_NE(run_line({"search", project()}).err.find("collect has not run yet"), std::string::npos);
  const std::string folder = blobs();
  const auto refusal = [&](const std::string& flag, const std::string& value) {
    const Printed printed = run_line({"search", folder, flag, value});
    EXPECT_EQ(printed.status, 2) << printed.err;
    return printed.err;
  };
  EXPECT_NE(refusal("--ram", "lots").find("'lots' is no amount"), std::string::npos);
  EXPECT_NE(refusal("--strategy", "tpa").find("tpe"), std::string::npos);
  EXPECT_NE(refusal("--board", "virtual-m5").find("virtual-m4"), std::string::npos);
  EXPECT_NE(refusal("--trials", "0").find("1 to"), std::string::npos);
}

TEST_F(SearchVerbTest, search_help_says_where_its_numbers_come_from) {
  const Printed printed = run_line({"search", "--help"});
  EXPECT_EQ(printed.status, 0);
  EXPECT_NE(printed.out.find("Ember"), std::string::npos) << printed.out;
  EXPECT_NE(printed.out.find("--grams-per-kwh"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
