// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/rng.h"
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

// The mean absolute error on the test rows of y = mean + deviation * (a + sin 2b) / 1.2, in
// deviations: float, then int8.
std::pair<double, double> regression_error(double mean, double deviation) {
  std::string rows = "a,b,y\n";
  Rng rng(8);
  for (int i = 0; i < 400; ++i) {
    const double a = rng.normal(), b = rng.uniform(-1.5, 1.5);
    const double y = mean + deviation * (a + std::sin(2.0 * b)) / 1.2;
    rows += std::to_string(a) + "," + std::to_string(b) + "," + std::to_string(y) + "\n";
  }
  TestWalk walk("table", "");
  const Path file = walk.write("rows.csv", rows);
  walk.write("tadpole.toml",
             "[project]\ntemplate = \"table\"\n[table]\nregression = [\"y\"]\n"
             "[model]\nlayers = [\"dense units=24\", \"relu\", \"dense units=1\"]\n"
             "[train]\nepochs = 80\nlearning_rate = 0.01\n"
             "[[source]]\nimport = \"" +
                 file.string() + "\"\n");
  const nlohmann::json facts = walk.run();
  EXPECT_FALSE(facts.contains("error")) << facts["error"];
  if (facts.contains("error")) return {9.0, 9.0};
  return {facts["evaluate"]["value"].get<double>() / deviation,
          facts["optimize"]["forms"][1]["value"].get<double>() / deviation};
}

// The two runs differ in roundings only: of the text of the file, and of floats of 50,000, which
// are 4e-7 deviations wide. int8 is a step of about 1/40 of a deviation coarser in both.
TEST(TableTask, a_target_of_50000_is_predicted_as_well_as_its_standardised_twin) {
  const auto [twin, twin_int8] = regression_error(0.0, 1.0);
  const auto [large, large_int8] = regression_error(50000.0, 10000.0);
  EXPECT_LT(twin, 0.15);
  EXPECT_NEAR(large, twin, 0.02);
  EXPECT_NEAR(large_int8, twin_int8, 0.03);
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
