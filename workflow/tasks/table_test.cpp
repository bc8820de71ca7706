// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kBlobs = R"(
[model]
layers = ["dense units=8", "relu", "dense units=3", "softmax"]
[train]
epochs = 20
[[source]]
generate = "blobs"
count = 300
)";

// Three clouds whose centres lie eight deviations apart: hardly a row is doubtful.
TEST(TableTask, tells_clouds_of_points_apart_before_and_after_int8) {
  TestWalk walk("table", kBlobs);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_EQ(facts["collect"]["samples"], 300);
  EXPECT_GT(facts["evaluate"]["value"], 0.95);
  EXPECT_GT(facts["optimize"]["forms"][1]["value"], 0.93);
}

// A project on a small file; more: tables of the recipe.
std::string refusal(const std::string& more) {
  TestWalk walk("table", "");
  const Path file = walk.write("rows.csv", "size,price\n1,2\n3,4\n5,4\n");
  walk.write("tadpole.toml", "[project]\ntemplate = \"table\"\n" + more +
                                 "[[source]]\nimport = \"" + file.string() + "\"\n");
  const nlohmann::json facts = walk.run();
  return facts.contains("error") ? facts["error"].get<std::string>() : "";
}

TEST(TableTask, says_which_column_is_not_there) {
  EXPECT_NE(refusal("[table]\ntarget = \"colour\"\n").find("colour"), std::string::npos);
}

TEST(TableTask, asks_which_column_holds_the_classes) {
  EXPECT_EQ(refusal(""),
            "collect: no column holds the classes; name it in tadpole.toml: [table] target = "
            "\"COLUMN\", or regression = [\"COLUMN\"] for a number");
}

TEST(TableTask, refuses_a_generator_that_is_not_there) {
  TestWalk walk("table", "[[source]]\ngenerate = \"blobz\"\n");
  EXPECT_NE(walk.run()["error"].get<std::string>().find(
                "there is no generator 'blobz' for this template (did you mean 'blobs'?)"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
