// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_strokes.h"

#include <gtest/gtest.h>

#include <map>

#include "core/data/split.h"
#include "core/data/test_folder.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

constexpr std::string_view kTwo =
    R"({"strokes":[{"index":3,"label":"7","strokePoints":[{"x":0.5,"y":-0.25},{"x":1,"y":0}]},
        {"index":4,"label":"","strokePoints":[]},
        {"index":9,"label":1,"strokePoints":[{"x":0,"y":0}]}]})";

std::string refusal(std::string_view text) {
  const auto strokes = parse_strokes(text, "wand.json");
  return strokes.ok() ? "it was read" : strokes.error().message;
}

TEST(Strokes, the_recorders_json_is_read) {
  const std::vector<Stroke> strokes = parse_strokes(kTwo, "wand.json").value();
  ASSERT_EQ(strokes.size(), 2U);  // the one without points is left out
  EXPECT_EQ(strokes[0].label, "7");
  EXPECT_EQ(strokes[0].points, (std::vector<float>{0.5F, -0.25F, 1.0F, 0.0F}));
  EXPECT_EQ(strokes[1].label, "1");
}

TEST(Strokes, what_is_wrong_is_said) {
  EXPECT_EQ(refusal("[]"),
            "wand.json holds no strokes; expected JSON with a list 'strokes', as the magic wand's "
            "recorder saves it");
  EXPECT_EQ(refusal(R"({"strokes":[]})"), "wand.json holds no stroke that has points");
  EXPECT_EQ(refusal(R"({"strokes":[7]})"),
            "wand.json: stroke 0 has no list 'strokePoints'; delete it");
  for (const char* point : {R"({"x":1})", "7", R"({"x":1,"y":"2"})", R"({"x":1,"y":1e31})"})
    EXPECT_EQ(refusal(std::string(R"({"strokes":[{"strokePoints":[)") + point + "]}]}"),
              "wand.json: stroke 0 has a point 0 that is not two numbers x and y; mend or delete "
              "it");
}

TEST(Strokes, a_file_becomes_a_set) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "wand.json", kTwo).ok());
  const SampleSet set = import_strokes(folder / "wand.json", {.who = "pete"}).value();
  EXPECT_EQ(set.kind, "stroke");
  EXPECT_EQ(set.samples[0].shape, (std::array<int, 3>{2, 1, 2}));
  EXPECT_EQ(set.samples[0].name, "wand.json 3");
  EXPECT_EQ(set.samples[1].who, "pete");
  EXPECT_TRUE(is_unnamed(import_strokes(folder / "wand.json", {}).value().samples[0].who));
}

TEST(Strokes, points_of_a_table_are_read) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "up" / "1.csv", std::string_view("x,y\n0,0\n0,1\n")).ok());
  const SampleSet set = import_strokes(folder.path(), {}).value();
  EXPECT_EQ(set.samples[0].label, "up");
  EXPECT_EQ(set.float_values(set.samples[0])[3], 1.0F);
  EXPECT_FALSE(import_strokes(folder / "none", {}).ok());
}

// README of the set: 50 strokes of each of ten digits, 32 to 145 points.
TEST(StrokesShared, wand_digits_are_read) {
  TADPOLE_SHARED_OR_SKIP(folder, "data/wand-digits");
  const SampleSet set = import_strokes(folder, {}).value();
  std::map<std::string, int> counts;
  for (const Sample& s : set.samples) {
    ++counts[s.label];
    EXPECT_GE(s.shape[0], 32);
    EXPECT_LE(s.shape[0], 145);
  }
  ASSERT_EQ(counts.size(), 10U);
  for (const auto& [label, count] : counts) EXPECT_EQ(count, 50) << label;
}

}  // namespace
}  // namespace tadpole
