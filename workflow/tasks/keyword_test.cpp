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

TEST(KeywordTask, streams_only_what_takes_a_row_at_a_time) {
  Recipe recipe = template_recipe("keyword").value();
  recipe.project.words = {"yes"};
  recipe.model.streaming = true;
  const Outcome convolutions = task_of("keyword").check(recipe);
  ASSERT_FALSE(convolutions.ok());
  EXPECT_EQ(convolutions.error().message.substr(0, 61),
            "[model] streaming: layer 'conv2d_1' takes 49x40x1 at once, so")
      << convolutions.error().message;
  EXPECT_NE(convolutions.error().message.find("model = \"low_latency_svdf units=64\""),
            std::string::npos);
  recipe.model.model = "low_latency_svdf units=64";
  EXPECT_TRUE(task_of("keyword").check(recipe).ok());
  recipe.model.layers = {"svdf units=8 returns=all", "relu", "flatten", "dense units=3"};
  EXPECT_NE(task_of("keyword").check(recipe).error().message.find("layer 'dense_4'"),
            std::string::npos);
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
