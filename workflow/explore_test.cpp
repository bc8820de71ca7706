// SPDX-License-Identifier: Apache-2.0
// The map of the samples, the forest and the watched samples of one small project.
#include "workflow/explore.h"

#include "core/base/json.h"
#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

// Three clouds eight deviations apart; a third column without meaning, so that there is something
// to project.
std::string clouds() {
  std::string rows = "x,y,noise,cloud\n";
  const char* const names[] = {"low", "middle", "high"};
  for (int i = 0; i < 120; ++i)
    rows += std::to_string(i % 3 * 10) + "." + std::to_string(i * 7 % 10) + "," +
            std::to_string(i % 3 * 10) + "." + std::to_string(i * 3 % 10) + ",0." +
            std::to_string(i * 13 % 10) + "," + names[i % 3] + "\n";
  return rows;
}

TEST(Explore, clouds_stay_clouds_on_the_map_and_a_forest_finds_them_too) {
  TestWalk walk("table", "");
  const Path data = walk.write("clouds.csv", clouds());
  walk.write("tadpole.toml",
             "[project]\ntemplate = \"table\"\n[table]\ntarget = \"cloud\"\n[model]\nlayers = "
             "[\"dense units=8\", \"relu\", \"dense units=3\", \"softmax\"]\n[train]\nepochs = "
             "6\nwatch = 5\n[[source]]\nimport = \"" +
                 data.string() + "\"\n");
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];

  const nlohmann::json map = read_json(walk.folder().path() / kMapFile).value();
  const std::size_t count = map["names"].size();
  EXPECT_EQ(count, map["of"].get<std::size_t>());
  ASSERT_EQ(map["t_sne"].size(), count);
  // Every sample's nearest neighbour on the map is of its own cloud.
  for (const char* plane : {"pca", "t_sne"}) {
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t nearest = i;
      double least = 1e300;
      for (std::size_t k = 0; k < count; ++k) {
        const double dx = map[plane][i][0].get<double>() - map[plane][k][0].get<double>();
        const double dy = map[plane][i][1].get<double>() - map[plane][k][1].get<double>();
        if (k != i && dx * dx + dy * dy < least) least = dx * dx + dy * dy, nearest = k;
      }
      EXPECT_EQ(map["labels"][i], map["labels"][nearest]) << plane << " " << i;
    }
  }

  const nlohmann::json& forest = facts["evaluate"]["baseline"];
  EXPECT_EQ(forest["value"], 1.0);
  EXPECT_EQ(forest["sentence"],
            "A forest of 100 trees on the same features names 100.0 % of the test rows rightly.");

  const nlohmann::json& watch = facts["train"]["watch"];
  ASSERT_EQ(watch["samples"].size(), 5U);
  for (const nlohmann::json& sample : watch["samples"]) {
    EXPECT_EQ(sample["said"].size(), 6U);
    EXPECT_EQ(sample["value"].size(), 6U);
  }
}

TEST(Explore, two_numbers_need_no_map) {
  TestWalk walk("table",
                "[model]\nlayers = [\"dense units=3\", \"softmax\"]\n[train]\nepochs = 1\n"
                "[[source]]\ngenerate = \"blobs\"\ncount = 60\n");
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_FALSE(std::filesystem::exists(walk.folder().path() / kMapFile));
}

}  // namespace
}  // namespace tadpole
