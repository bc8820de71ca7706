// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/import_series.h"

#include <gtest/gtest.h>

#include <map>

#include "core/data/split.h"
#include "core/data/test_folder.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

constexpr std::string_view kHours =
    "timestamp,value\n2020-01-01 00:00:00,1\n2020-01-01 01:00:00,2\n2020-01-01 02:00:00,9\n"
    "2020-01-01 03:00:00,3\n";
constexpr std::string_view kThird =
    R"({"a.csv":[["2020-01-01 01:30:00","2020-01-01 02:00:00.000000"]]})";

void put(const TempFolder& folder, const std::string& name, std::string_view text) {
  ASSERT_TRUE(write_file(folder / name, text).ok());
}

TEST(Series, one_value_a_line_is_a_series) {
  const TempFolder folder;
  put(folder, "a.txt", "1\n2\n4\n");
  const SampleSet set = import_series(folder / "a.txt", {.label = "quiet"}).value();
  EXPECT_EQ(set.kind, "series");
  EXPECT_EQ(set.rate_hz, 0.0);
  EXPECT_EQ(set.samples[0].label, "quiet");
  EXPECT_EQ(set.float_values(set.samples[0])[2], 4.0F);
}

TEST(Series, marked_windows_cut_it_into_normal_and_anomaly) {
  const TempFolder folder;
  put(folder, "a.csv", kHours);
  put(folder, "windows.json", kThird);
  const SampleSet set = import_series(folder / "a.csv", {}).value();
  ASSERT_EQ(set.samples.size(), 3U);
  EXPECT_EQ(set.samples[0].label, "normal");
  EXPECT_EQ(set.samples[0].shape[0], 2);
  EXPECT_EQ(set.samples[1].label, "anomaly");
  EXPECT_EQ(set.float_values(set.samples[1])[0], 9.0F);
  EXPECT_EQ(set.samples[2].name, "a.csv:5");
  EXPECT_EQ(set.samples[2].who, set.samples[0].who);
  EXPECT_NEAR(set.rate_hz, 1.0 / 3600.0, 1e-6);
}

TEST(Series, what_does_not_fit_is_refused) {
  const auto refusal = [](const auto& result) {
    return result.ok() ? std::string("it was read") : result.error().message;
  };
  EXPECT_EQ(refusal(parse_windows("[]", "w.json")),
            "w.json is no JSON object; expected a list of windows for every file's name");
  for (const char* bad : {R"({"a":1})", R"({"a":[["x"]]})", R"({"a":[["now","then"]]})"})
    EXPECT_EQ(refusal(parse_windows(bad, "w.json")),
              "w.json: the windows of 'a' are no list of pairs of dates like 2014-02-26 13:45:00");
  const TempFolder folder;
  put(folder, "a.csv", "u,v\n1,2\n");
  put(folder, "b.csv", "u\n1\n");
  EXPECT_EQ(refusal(import_series(folder.path(), {})),
            "a.csv has 2 columns, b.csv has 1; name the columns that both have");
}

// 7 series, see the README of the set; every one has a window.
TEST(SeriesShared, the_numenta_benchmark_is_read) {
  TADPOLE_SHARED_OR_SKIP(folder, "data/nab");
  const auto set = import_series(folder, {});
  ASSERT_TRUE(set.ok()) << set.error().message;
  std::map<std::string, std::map<std::string, int>> by_file;
  for (const Sample& s : set.value().samples) ++by_file[s.who][s.label];
  EXPECT_EQ(by_file.size(), 7U);
  for (const auto& [file, labels] : by_file) EXPECT_EQ(labels.size(), 2U) << file;
}

}  // namespace
}  // namespace tadpole
