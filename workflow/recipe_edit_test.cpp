// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe_edit.h"

#include <gtest/gtest.h>

#include "workflow/recipe.h"

namespace tadpole {
namespace {

const char* const kText =
    "# mine: é\n[project]\ntemplate = \"image\"\n[train] # ü\nepochs = 7 # few\n\n"
    "# first\n[[source]]\ngenerate = \"glyphs\"\n\n# second\n[[source]]\ngenerate = \"leaves\"\n"
    "[model]\nmodel = \"mlp\"\n";

TEST(RecipeEdit, one_value_changes_and_every_other_byte_stays) {
  const auto changed = with_option(kText, "tadpole.toml", "train", "epochs", "12");
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  std::string wanted = kText;
  wanted.replace(wanted.find("epochs = 7"), 10, "epochs = 12");
  EXPECT_EQ(changed.value(), wanted);
}

TEST(RecipeEdit, a_key_and_a_table_that_are_not_there_are_added) {
  const auto key = with_option(kText, "tadpole.toml", "train", "batch", "8");
  ASSERT_TRUE(key.ok());
  EXPECT_NE(key.value().find("[train] # ü\nbatch = 8\nepochs = 7 # few"), std::string::npos);
  const auto table = with_option(kText, "tadpole.toml", "optimize", "calibration", "min_max");
  ASSERT_FALSE(table.ok() && table.value().find("# mine: é") == std::string::npos);
  const auto list =
      with_option(kText, "tadpole.toml", "model", "layers", "flatten,dense units=4,softmax");
  ASSERT_TRUE(list.ok()) << list.error().message;
  EXPECT_NE(list.value().find("layers = [\"flatten\", \"dense units=4\", \"softmax\"]"),
            std::string::npos);
}

TEST(RecipeEdit, wrong_values_are_refused_in_a_sentence) {
  const auto range = with_option(kText, "tadpole.toml", "train", "epochs", "0");
  ASSERT_FALSE(range.ok());
  EXPECT_NE(range.error().message.find("epochs"), std::string::npos);
  EXPECT_FALSE(with_option(kText, "tadpole.toml", "trian", "epochs", "3").ok());
  EXPECT_FALSE(with_option("[train", "tadpole.toml", "train", "epochs", "3").ok());
}

TEST(RecipeEdit, a_source_goes_with_the_comment_above_it) {
  const auto left = without_source(kText, "tadpole.toml", 0);
  ASSERT_TRUE(left.ok());
  EXPECT_EQ(left.value().find("first"), std::string::npos);
  EXPECT_NE(left.value().find("# second\n[[source]]\ngenerate = \"leaves\""), std::string::npos);
  const auto other = without_source(kText, "tadpole.toml", 1);
  ASSERT_TRUE(other.ok());
  EXPECT_NE(other.value().find("# first"), std::string::npos);
  EXPECT_EQ(other.value().find("second"), std::string::npos);
  EXPECT_NE(other.value().find("[model]\nmodel = \"mlp\""), std::string::npos);
  EXPECT_FALSE(without_source(kText, "tadpole.toml", 2).ok());
}

}  // namespace
}  // namespace tadpole
