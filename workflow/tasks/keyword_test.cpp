// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/task.h"

namespace tadpole {
namespace {

TEST(KeywordTask, needs_a_word) {
  Recipe recipe = template_recipe("keyword").value();
  EXPECT_EQ(task_of("keyword").check(recipe).error().message,
            "[project] words: no keyword is given; name at least one, e.g. words = [\"yes\", "
            "\"no\"]");
  recipe.project.words = {"yes"};
  EXPECT_TRUE(task_of("keyword").check(recipe).ok());
}

TEST(KeywordTask, takes_recordings_or_voices_not_both) {
  const Task& task = task_of("keyword");
  EXPECT_TRUE(task.check_source({.import = "voices"}).ok());
  EXPECT_TRUE(task.check_source({.import = "", .synthesize = true}).ok());
  for (const SourceOptions& wrong :
       {SourceOptions{.import = ""}, SourceOptions{.import = "voices", .synthesize = true}}) {
    EXPECT_EQ(task.check_source(wrong).error().message,
              "give either import = \"path\" or synthesize = true");
  }
}

}  // namespace
}  // namespace tadpole
