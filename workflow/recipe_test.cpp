// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

std::string refusal(const std::string& text) {
  const Result<Recipe> recipe = parse_recipe(text, "tadpole.toml");
  return recipe.ok() ? "accepted" : recipe.error().message;
}

const std::string kProject = "[project]\nwords = [\"yes\", \"no\"]\n";

Recipe yes_no() {
  Recipe recipe = template_recipe("keyword").value();
  recipe.project.words = {"yes", "no"};
  return recipe;
}

TEST(Recipe, what_is_written_reads_back_the_same) {
  Recipe recipe = yes_no();
  recipe.project.seed = 77;
  recipe.preprocess.bands = 32;
  recipe.sources.push_back({.import = "my \"voices\"\\x", .label = "yes", .consent = "asked"});
  const std::string text = recipe_text(recipe);
  Result<Recipe> back = parse_recipe(text, "tadpole.toml");
  ASSERT_TRUE(back.ok()) << back.error().message << "\n" << text;
  EXPECT_EQ(back.value().project.seed, 77U);
  EXPECT_EQ(back.value().project.words, recipe.project.words);
  ASSERT_EQ(back.value().sources.size(), 1U);
  EXPECT_EQ(back.value().sources[0].import, "my \"voices\"\\x");
  EXPECT_EQ(recipe_text(back.value()), text);
}

TEST(Recipe, every_option_has_help) {
  Recipe recipe = yes_no();
  for (const RecipeSection& section : describe(recipe)) {
    EXPECT_FALSE(section.help.empty()) << section.name;
    for (const Option& option : section.options.all())
      EXPECT_FALSE(option.info.help.empty()) << option.name;
  }
}

TEST(Recipe, a_misspelt_key_says_which_was_meant) {
  const std::string message = refusal(kProject + "[train]\nepoch = 3\n");
  EXPECT_EQ(message, "tadpole.toml:4 [train]: unknown key 'epoch'; did you mean 'epochs'?");
}

TEST(Recipe, a_misspelt_table_says_which_was_meant) {
  EXPECT_EQ(refusal(kProject + "[preproces]\n"),
            "tadpole.toml:3: unknown table [preproces]; did you mean [preprocess]?");
}

TEST(Recipe, says_line_and_column_of_what_is_no_toml) {
  const std::string message = refusal(kProject + "seed = = 3\n");
  EXPECT_EQ(message.rfind("tadpole.toml:3:", 0), 0U) << message;
}

// The library's parser asserted on these.
TEST(Recipe, refuses_what_cannot_begin_a_key) {
  EXPECT_EQ(refusal("[*rain]\n").find("tadpole.toml:1:2: this is no TOML: "), 0U)
      << refusal("[*rain]\n");
  EXPECT_NE(refusal(kProject + "*x = 3\n").find("this is no TOML"), std::string::npos);
}

// Undefined behaviour in the library's table of white space.
TEST(Recipe, refuses_an_accented_letter_outside_quotes) {
  for (const char* text : {"caf\u00e9 = 1\n", "[caf\u00e9]\n", "a = \u00e9\n", "a = 1\u0499\n"}) {
    EXPECT_NE(refusal(text).find("this is no TOML"), std::string::npos) << text;
  }
}

TEST(Recipe, refuses_keys_that_nest_without_end) {
  std::string key = "a";
  for (int i = 0; i < 150000; ++i) key += ".a";
  EXPECT_EQ(refusal(key + " = 1\n"),
            "tadpole.toml: found more than 10000 dots, no recipe needs as many; remove the dotted "
            "keys");
}

TEST(Recipe, refuses_wrong_types) {
  EXPECT_NE(refusal(kProject + "seed = \"one\"\n").find("seed expects a number"),
            std::string::npos);
  EXPECT_NE(refusal("[project]\nwords = \"yes\"\n").find("words expects a list"),
            std::string::npos);
  EXPECT_NE(refusal("project = 3\n").find("project must be a table"), std::string::npos);
  EXPECT_NE(refusal(kProject + "[source]\nimport = \"x\"\n").find("[[source]] with two brackets"),
            std::string::npos);
}

TEST(Recipe, refuses_a_source_that_is_both_or_neither) {
  EXPECT_NE(refusal(kProject + "[[source]]\nspeaker = \"ann\"\n").find("give either import"),
            std::string::npos);
  EXPECT_NE(refusal(kProject + "[[source]]\nimport = \"x\"\nsynthesize = true\n")
                .find("give either import"),
            std::string::npos);
}

TEST(Recipe, refuses_words_that_cannot_be_keywords) {
  EXPECT_NE(refusal("[project]\nseed = 1\n").find("no keyword is given"), std::string::npos);
  EXPECT_NE(refusal("[project]\nwords = [\"yes\", \"yes\"]\n").find("stands twice"),
            std::string::npos);
  EXPECT_NE(refusal("[project]\nwords = [\"unknown\"]\n").find("every keyword model has"),
            std::string::npos);
  EXPECT_NE(refusal("[project]\nwords = [\"../x\"]\n").find("cannot be a keyword"),
            std::string::npos);
}

TEST(Recipe, names_the_templates) {
  const auto unknown = template_recipe("keywrod");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().message,
            "there is no template 'keywrod' (did you mean 'keyword'?); templates: anomaly, image, "
            "keyword, machine_sound, motion, regression, stroke, table");
}

}  // namespace
}  // namespace tadpole
