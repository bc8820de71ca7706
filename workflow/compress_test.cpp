// SPDX-License-Identifier: Apache-2.0
#include "workflow/compress.h"

#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

std::string clouds(const std::string& optimize) {
  return "[model]\nlayers = [\"dense units=24\", \"relu\", \"dense units=16\", \"relu\", \"dense "
         "units=3\", \"softmax\"]\n[train]\nepochs = 15\n[optimize]\ntune_epochs = 4\n" +
         optimize + "[[source]]\ngenerate = \"blobs\"\ncount = 300\n";
}

nlohmann::json facts_of(const std::string& optimize) {
  TestWalk walk("table", clouds(optimize));
  return walk.run();
}

TEST(Compress, every_step_is_a_variant_with_its_sizes_and_what_it_promises) {
  const nlohmann::json facts = facts_of(
      "prune_channels_percent = 25\nprune_percent = 50\nclusters = 8\nteacher = \"trained\"\n"
      "method = \"quantization_aware\"\n");
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  const nlohmann::json& rows = facts["optimize"]["variants"];
  ASSERT_EQ(rows.size(), 5U);
  const char* const names[] = {"trained", "narrow", "pruned", "clustered", "quantization_aware"};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(rows[i]["name"], names[i]);
    EXPECT_GT(rows[i]["value"], 0.9) << names[i];  // clouds far apart
    EXPECT_LT(rows[i]["packed_bytes"], rows[i]["file_bytes"]) << names[i];
  }
  EXPECT_LT(rows[1]["macs"], rows[0]["macs"]);
  for (std::size_t i = 2; i < 5; ++i) EXPECT_GE(rows[i]["sparsity"], 0.5) << names[i];
  for (std::size_t i = 3; i < 5; ++i) EXPECT_LE(rows[i]["distinct_weights"], 8) << names[i];
  const nlohmann::json& sensitivity = facts["optimize"]["sensitivity"];
  ASSERT_EQ(sensitivity["rows"].size(), 3U);  // the dense layers
  EXPECT_GT(sensitivity["accuracy"], 0.9);
  for (const nlohmann::json& row : sensitivity["rows"]) {
    ASSERT_EQ(row["accuracy"].size(), sensitivity["levels"].size());
    EXPECT_LE(row["accuracy"][3], row["accuracy"][0]) << row;  // clouds far apart lose little, late
  }
  // The last one is what the stage gives.
  EXPECT_EQ(facts["optimize"]["forms"][1]["value"], rows[4]["value"]);
}

TEST(Compress, nothing_is_trained_on_when_nothing_is_asked_for) {
  const nlohmann::json facts = facts_of("");
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_FALSE(facts["optimize"].contains("variants"));
  EXPECT_FALSE(compresses(OptimizeOptions{}));
}

TEST(Compress, a_teacher_alone_is_a_step_of_its_own) {
  const nlohmann::json facts = facts_of("teacher = \"trained\"\n");
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  ASSERT_EQ(facts["optimize"]["variants"].size(), 2U);
  EXPECT_EQ(facts["optimize"]["variants"][1]["name"], "distilled");
}

TEST(Compress, the_same_recipe_gives_the_same_bytes) {
  const std::string steps = "prune_percent = 50\nmethod = \"quantization_aware\"\n";
  const nlohmann::json first = facts_of(steps), second = facts_of(steps);
  ASSERT_FALSE(first.contains("error")) << first["error"];
  EXPECT_EQ(first["optimize"]["forms"][1]["hash"], second["optimize"]["forms"][1]["hash"]);
}

TEST(Compress, a_teacher_that_is_not_there_and_a_single_cluster_are_refused) {
  const nlohmann::json missing = facts_of("teacher = \"nobody.tadpole\"\n");
  ASSERT_TRUE(missing.contains("error"));
  EXPECT_NE(missing["error"].get<std::string>().find("nobody.tadpole"), std::string::npos)
      << missing["error"];
  const nlohmann::json one = facts_of("clusters = 1\n");
  ASSERT_TRUE(one.contains("error"));
  EXPECT_NE(one["error"].get<std::string>().find("1 clusters; expected 2 to 256"),
            std::string::npos)
      << one["error"];
}

}  // namespace
}  // namespace tadpole
