// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/ts_file.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

std::string refusal(const Result<SensorLog>& log) {
  return log.ok() ? "it was read" : log.error().message;
}

std::string ts(const std::string& lines, const std::string& tags = "@classLabel true up down\n") {
  return "# about\n@problemName x\n" + tags + "@data\n" + lines;
}

TEST(TsFile, axes_are_parted_by_colons_and_the_label_is_last) {
  const SensorLog log = parse_ts(ts("1,2,3:4,5,6:up\n7:8:down\n"), "x.ts", {}).value();
  ASSERT_EQ(log.parts.size(), 2U);
  EXPECT_EQ(log.parts[0].values, (std::vector<float>{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(log.parts[1].label, "down");
  EXPECT_EQ(log.parts[1].line, 6);
  EXPECT_EQ(log.channels[1].name, "axis_1");
}

TEST(TsFile, missing_values_at_the_end_make_a_series_shorter) {
  EXPECT_EQ(parse_ts(ts("1,2,?,?:up\n"), "x.ts", {}).value().parts[0].values,
            (std::vector<float>{1, 2}));
  EXPECT_EQ(refusal(parse_ts(ts("1,?,3:up\n"), "x.ts", {})),
            "x.ts:5: a value is missing; fill it in, delete the line, or let missing values be "
            "interpolated");
  EXPECT_EQ(parse_ts(ts("1,?,3:up\n"), "x.ts", MissingValues::interpolate).value().parts[0].values,
            (std::vector<float>{1, 2, 3}));
}

TEST(TsFile, what_is_wrong_is_said_with_its_line) {
  const auto said = [](const std::string& text) { return refusal(parse_ts(text, "x.ts", {})); };
  EXPECT_EQ(said("1,2:up\n"),
            "x.ts:1: a line before @data that is no tag; expected one like @dimensions 3");
  EXPECT_EQ(said("@x\n"), "x.ts has no line @data; expected a .ts file of the UEA archive");
  EXPECT_EQ(said("@data\n"), "x.ts holds no series after @data");
  EXPECT_EQ(said(ts("1,2:left\n")),
            "x.ts:5: the label 'left' is none of those that @classLabel lists: up, down");
  EXPECT_EQ(said(ts("1:2:up\n3:up\n")),
            "x.ts:6: the line has 1 axes, expected 2; mend or delete it");
  EXPECT_EQ(said(ts("1,2:3:up\n")),
            "x.ts:5: one axis has 1 values, another 2; mend or delete the line");
  EXPECT_EQ(said(ts("1,b:up\n")), "x.ts:5: 'b' is no number; mend or delete the line");
  EXPECT_EQ(said(ts("?,?:up\n")), "x.ts:5: the series has no value; delete the line");
  EXPECT_EQ(said(ts("", "@dimensions 0\n")), "x.ts:3: @dimensions must be a number from 1 to 4096");
  for (const char* tag : {"@timeStamps true\n", "@targetLabel true\n"}) {
    const auto log = parse_ts(ts("1:2\n", tag), "x.ts", {});
    ASSERT_FALSE(log.ok());
    EXPECT_EQ(log.error().kind, ErrorKind::unsupported);
  }
}

TEST(UcrFile, the_label_is_first) {
  const SensorLog log = parse_ucr("1\t0.5\t0.25\tNaN\n-1\t1\t2\t3\n", "x_TRAIN.tsv", {}).value();
  EXPECT_EQ(log.parts[0].label, "1");
  EXPECT_EQ(log.parts[0].values, (std::vector<float>{0.5F, 0.25F}));
  EXPECT_EQ(log.parts[1].label, "-1");
  EXPECT_EQ(parse_ucr("  1.0000000e+00  2.5e-01\n", "x", {}).value().parts[0].label, "1");
}

TEST(UcrFile, what_is_wrong_is_said_with_its_line) {
  EXPECT_EQ(refusal(parse_ucr("1\t2\n2\n", "x.tsv", {})),
            "x.tsv:2: the series has no value; delete the line");
  EXPECT_EQ(refusal(parse_ucr("\n", "x.tsv", {})),
            "x.tsv holds no series; expected one a line, label first");
  EXPECT_EQ(refusal(parse_ucr(",1,2\n", "x.tsv", {})),
            "x.tsv:1: the label is missing; the first field of a line is its label");
}

}  // namespace
}  // namespace tadpole
