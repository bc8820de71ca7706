// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

// A project on clouds of points that has run up to preprocess.
class SearchVerbTest : public VerbTest {
 protected:
  std::string blobs() const {
    EXPECT_TRUE(write_file(folder_ / "b" / "tadpole.toml",
                           "[project]\ntemplate = \"table\"\n[train]\nepochs = 4\n"
                           "[[source]]\ngenerate = \"blobs\"\ncount = 90\n")
                    .ok());
    EXPECT_EQ(run_line({"collect", at("b")}).status, 0);
    EXPECT_EQ(run_line({"preprocess", at("b")}).status, 0);
    return at("b");
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
  // The recipe trains what was found, to the last digit of its accuracy.
  std::filesystem::copy_file(folder_ / "b" / "search" / "best.toml", folder_ / "b" / "tadpole.toml",
                             std::filesystem::copy_options::overwrite_existing);
  const nlohmann::json trained = run_line({"train", at("b"), "--json"}).json();
  const auto best = trained["best_epoch"].get<std::size_t>();
  EXPECT_EQ(trained["epochs"][best - 1]["validation_accuracy"],
            found["best"]["validation_accuracy"]);
  EXPECT_EQ(trained["parameters"], found["best"]["parameters"]);
  // With best.toml as the recipe the search goes on.
  const Printed more = run_line({"search", at("b"), "--trials", "8", "--eta", "2", "--strategy",
                                 "random", "--ram", "20k", "--epochs", "3", "--json"});
  ASSERT_EQ(more.status, 0) << more.err;
  EXPECT_EQ(more.json()["trained"], 8);
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
