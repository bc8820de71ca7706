// SPDX-License-Identifier: Apache-2.0
#include "workflow/optimize.h"

#include <fmt/format.h>

#include "core/tflite/tflite.h"
#include "workflow/infer.h"
#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

std::string rows() {
  std::string text = "weight,height,fruit\n";
  for (int i = 0; i < 80; ++i)
    text += fmt::format("{},{},{}\n", i % 2 == 0 ? 100 + i : 300 + i, 5 + i % 7,
                        i % 2 == 0 ? "plum" : "melon");
  return text;
}

std::string recipe(const Path& data, const std::string& optimize) {
  return "[project]\ntemplate = \"table\"\n[table]\ntarget = \"fruit\"\n[model]\nlayers = [\"dense "
         "units=8\", \"relu\", \"dense units=2\", \"softmax\"]\n[train]\nepochs = "
         "60\n[optimize]\n" +
         optimize + "\n[[source]]\nimport = \"" + data.string() + "\"\n";
}

nlohmann::json optimize_facts(TestWalk& walk, const std::string& optimize) {
  walk.write("tadpole.toml", recipe(walk.write("fruit.csv", rows()), optimize));
  const nlohmann::json facts = walk.run();
  EXPECT_FALSE(facts.contains("error")) << facts["error"];
  return facts.contains("optimize") ? facts["optimize"] : nlohmann::json::object();
}

TEST(Optimize, comparing_all_schemes_gives_a_row_and_a_file_each) {
  TestWalk walk("table", "");
  const nlohmann::json facts = optimize_facts(walk, "scheme = \"all\"\nequalize = true");
  const nlohmann::json& table = facts["schemes"];
  ASSERT_EQ(table.size(), 4U);
  const char* names[] = {"float", "int8", "int16x8", "dynamic_range"};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(table[i]["name"], names[i]);
    EXPECT_GT(table[i]["host_time_ratio"], 0.0);
    const Path file = walk.folder().path() / "optimized" / fmt::format("model_{}.tflite", names[i]);
    EXPECT_EQ(table[i]["file_bytes"], read_bytes(file).value().size());
  }
  EXPECT_EQ(table[0]["agreement"], 1.0);
  // Two classes 200 apart in steps of one: nothing that schemes round turns an answer.
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(table[i]["agreement"], 1.0) << names[i];
  EXPECT_EQ(facts["forms"].size(), 4U);
}

TEST(Optimize, a_16_bit_model_answers_questions) {
  TestWalk walk("table", "");
  optimize_facts(walk, "scheme = \"int16x8\"");
  const Path model = walk.folder().path() / "optimized" / "model_int16x8.tflite";
  const auto answer = infer_file(model, walk.write("new.csv", "weight,height\n120,6\n340,6\n"), {});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer.value().json["answers"][0]["label"], "plum");
  EXPECT_EQ(answer.value().json["answers"][1]["label"], "melon");
}

TEST(Optimize, without_other_schemes_there_is_no_table) {
  TestWalk walk("table", "");
  const nlohmann::json facts = optimize_facts(walk, "scheme = \"int8\"");
  EXPECT_FALSE(facts.contains("schemes"));
  EXPECT_EQ(facts["forms"].size(), 2U);
}

TEST(Optimize, a_scheme_that_is_none_is_refused_with_the_list) {
  TestWalk walk("table", "");
  walk.write("tadpole.toml", recipe(walk.write("fruit.csv", rows()), "scheme = \"int4\""));
  const nlohmann::json facts = walk.run();
  ASSERT_TRUE(facts.contains("error"));
  EXPECT_NE(facts["error"].get<std::string>().find("dynamic_range"), std::string::npos)
      << facts["error"];
}

}  // namespace
}  // namespace tadpole
