// SPDX-License-Identifier: Apache-2.0
#include "cli/verb_test_line.h"

namespace tadpole {
namespace {

TEST_F(VerbTest, new_writes_a_commented_recipe) {
  const Printed printed = run_line({"new", at("my-words"), "--words", "yes, no", "--json"});
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_EQ(printed.json()["words"], (std::vector<std::string>{"yes", "no"}));
  const std::string recipe = read_text(at("my-words/tadpole.toml")).value();
  EXPECT_NE(recipe.find("words = [\"yes\", \"no\"]"), std::string::npos);
  EXPECT_NE(recipe.find("# passes over"), std::string::npos) << recipe;
}

TEST_F(VerbTest, new_refuses_wrong_words_templates_and_flags_with_status_2) {
  EXPECT_EQ(run_line({"new", at("a")}).status, 2);
  EXPECT_EQ(run_line({"new", at("a"), "--words", "silence"}).status, 2);
  for (const char* words : {"", " ", "yes,,no", "yes,"}) {
    const Printed empty = run_line({"new", at("a"), "--words", words});
    EXPECT_EQ(empty.status, 2) << words;
    EXPECT_NE(empty.err.find("a keyword is empty"), std::string::npos) << empty.err;
  }
  const Printed unknown = run_line({"new", at("a"), "--words", "yes", "--template", "keywrod"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("did you mean 'keyword'?"), std::string::npos) << unknown.err;
  EXPECT_FALSE(std::filesystem::exists(at("a")));
}

TEST_F(VerbTest, new_goes_on_from_a_backbone) {
  const Printed printed =
      run_line({"new", at("a"), "--template", "image", "--base", "mobilenet_v1_96"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  const std::string recipe = read_text(Path(at("a")) / "tadpole.toml").value();
  EXPECT_NE(recipe.find("base = \"mobilenet_v1_96\""), std::string::npos);
  EXPECT_NE(recipe.find("normalise = \"signed\""), std::string::npos);
}

TEST_F(VerbTest, new_knows_no_such_base) {
  const Printed printed = run_line({"new", at("a"), "--template", "image", "--base", "mobilnet"});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("keyword_49x40"), std::string::npos) << printed.err;
  EXPECT_FALSE(std::filesystem::exists(at("a")));
}

TEST_F(VerbTest, new_keeps_a_project_that_is_there) {
  const std::string folder = project();
  const Printed again = run_line({"new", folder, "--words", "up"});
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.err.find("is there already"), std::string::npos);
}

TEST_F(VerbTest, an_unknown_command_says_which_was_meant) {
  const Printed printed = run_line({"colect", "x"});
  EXPECT_EQ(printed.status, 2);
  EXPECT_NE(printed.err.find("did you mean 'collect'?"), std::string::npos) << printed.err;
}

TEST_F(VerbTest, every_verb_has_help) {
  for (const char* verb : {"new", "collect", "preprocess", "train", "evaluate", "optimize",
                           "deploy", "run", "infer", "inspect"}) {
    const Printed printed = run_line({verb, "--help"});
    EXPECT_EQ(printed.status, 0) << verb;
    EXPECT_NE(printed.out.find("--json"), std::string::npos) << verb;
  }
}

}  // namespace
}  // namespace tadpole
