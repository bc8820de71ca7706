// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/table_features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tadpole {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

void add_row(SampleSet& set, Split split, const std::vector<float>& values) {
  Sample s{.name = std::to_string(set.samples.size()), .split = split};
  s.shape = {1, 1, static_cast<int>(values.size())};
  set.add(std::move(s), std::span<const float>(values));
}

// Heat 10, 20, 30 in training; the job "smith" is only in the test.
SampleSet small_table() {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "heat"},
                  {.name = "job", .unit = {}, .categories = {"clerk", "nurse", "smith"}}};
  add_row(set, Split::train, {10, 0});
  add_row(set, Split::train, {20, 1});
  add_row(set, Split::train, {30, kNan});
  add_row(set, Split::train, {kNan, 1});
  add_row(set, Split::test, {1000, 2});
  return set;
}

TableFeatures fitted(const TableFeatureOptions& options = {}) {
  return TableFeatures::fit(small_table(), options).value();
}
std::vector<float> encoded(const TableFeatures& features, const std::vector<float>& row) {
  std::vector<float> out(static_cast<std::size_t>(features.outputs()));
  features.encode(row, out);
  return out;
}

TEST(TableFeatures, learn_mean_and_deviation_from_the_training_rows_alone) {
  const TableFeatures f = fitted();
  EXPECT_EQ(f.names(), (std::vector<std::string>{"heat", "job=clerk", "job=nurse", "job=smith"}));
  // Of 10, 20, 30: mean 20, deviation sqrt(200 / 3), the missing one left out.
  const float one = 10.0F / std::sqrt(200.0F / 3.0F);
  EXPECT_FLOAT_EQ(encoded(f, {30, 1})[0], one);
  EXPECT_EQ(encoded(f, {kNan, 1}), (std::vector<float>{0, 0, 1, 0}));
}

TEST(TableFeatures, a_category_of_the_test_rows_alone_is_unknown) {
  EXPECT_EQ(encoded(fitted(), {20, 2}), (std::vector<float>{0, 0, 0, 0}));
}

TEST(TableFeatures, flags_stand_behind_columns_that_miss_values) {
  const TableFeatures f = fitted({.missing_flags = true});
  EXPECT_EQ(f.names(), (std::vector<std::string>{"heat", "heat missing", "job=clerk", "job=nurse",
                                                 "job=smith", "job missing"}));
  EXPECT_EQ(encoded(f, {kNan, kNan}), (std::vector<float>{0, 1, 0, 0, 0, 1}));
}

TEST(TableFeatures, range_puts_training_rows_into_0_to_1_and_none_leaves_them) {
  EXPECT_EQ(encoded(fitted({.normalise = "range"}), {25, 0})[0], 0.75F);
  EXPECT_EQ(encoded(fitted({.normalise = "none"}), {25, 0})[0], 25.0F);
}

TEST(TableFeatures, a_column_that_never_changes_gives_0_for_any_value) {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "x"}};
  add_row(set, Split::train, {7});
  add_row(set, Split::train, {7});
  const TableFeatures f = TableFeatures::fit(set, {}).value();
  for (const float value : {7.0F, 8.0F, -std::numeric_limits<float>::infinity()})
    EXPECT_EQ(encoded(f, {value})[0], 0.0F);
}

// Powers of 4: skewness 3.5; their logarithms are evenly spread.
TEST(TableFeatures, takes_the_logarithm_of_skewed_columns_only) {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "gain"}, {.name = "age"}};
  for (int i = 0; i < 20; ++i)
    add_row(set, Split::train, {std::pow(4.0F, static_cast<float>(i)), static_cast<float>(i)});
  const TableFeatures f = TableFeatures::fit(set, {.log = {"skewed"}}).value();
  EXPECT_EQ(f.columns()[0].transform, device::TableTransform::signed_log);
  EXPECT_EQ(f.columns()[1].transform, device::TableTransform::none);
  const TableFeatures named = TableFeatures::fit(set, {.log = {"age"}}).value();
  EXPECT_EQ(named.columns()[1].transform, device::TableTransform::signed_log);
}

TEST(TableFeatures, clipping_holds_numbers_within_the_percentiles) {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "x"}};
  for (int i = 0; i <= 100; ++i) add_row(set, Split::train, {static_cast<float>(i)});
  const TableFeatures f =
      TableFeatures::fit(set, {.normalise = "none", .clip_percent = 5.0}).value();
  EXPECT_EQ(encoded(f, {1e9F})[0], 95.0F);
  EXPECT_EQ(encoded(f, {-1e9F})[0], 5.0F);
  EXPECT_EQ(encoded(f, {50.0F})[0], 50.0F);
}

TEST(TableFeatures, come_back_from_json_to_the_last_bit) {
  const TableFeatures f =
      fitted({.log = {"heat"}, .missing_flags = true, .pieces = 2, .clip_percent = 1.0});
  const auto back = TableFeatures::from_json(nlohmann::json::parse(f.to_json().dump()));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back.value().fingerprint(), f.fingerprint());
  for (const std::vector<float>& row : {std::vector<float>{13.7F, 1}, {kNan, 2}, {-5, kNan}})
    EXPECT_EQ(encoded(back.value(), row), encoded(f, row));
}

TEST(TableFeatures, refuse_damaged_json) {
  nlohmann::json j = fitted().to_json();
  const auto refusal = [](const nlohmann::json& json) {
    const auto f = TableFeatures::from_json(json);
    return f.ok() ? "accepted" : f.error().message;
  };
  const std::string damaged =
      "table features: the description of the columns is damaged; train again";
  EXPECT_EQ(refusal(j), "accepted");
  nlohmann::json other = j;
  other["columns"][1]["categories"] = 2000000000;
  EXPECT_EQ(refusal(other), damaged);
  other = j;
  other["columns"][0]["mean"] = nullptr;
  EXPECT_EQ(refusal(other), damaged);
  other = j;
  other["outputs"].erase(0);
  EXPECT_EQ(refusal(other), damaged);
  EXPECT_EQ(refusal(nlohmann::json::array()), damaged);
}

// What in_pieces().source("kColumns") gives; the next test compares the texts, so this is the code.
inline constexpr std::array<tadpole::device::TableColumn, 2> kColumns = [] {
  using namespace tadpole::device;
  return std::array<TableColumn, 2>{{
      // output 0: heat
      // output 1: heat 10 to 20
      // output 2: heat 20 to 30
      {TableColumnKind::number,
       TableTransform::none,
       false,
       -3.40282347e+38f,
       3.40282347e+38f,
       20.0f,
       0.122474484f,
       2,
       {10.0f, 20.0f, 30.0f}},
      // output 3: job=clerk
      // output 4: job=nurse
      // output 5: job=smith
      {TableColumnKind::category,
       TableTransform::none,
       false,
       0.0f,
       0.0f,
       0.0f,
       1.0f,
       0,
       {},
       3,
       {0x3u, 0x0u, 0x0u, 0x0u, 0x0u, 0x0u, 0x0u, 0x0u}},
  }};
}();

TableFeatures in_pieces() { return fitted({.pieces = 2}); }

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

TEST(TableFeatures, the_source_for_the_firmware_is_the_code_above) {
  const std::string text = without_blanks(in_pieces().source("kColumns"));
  EXPECT_EQ(text, without_blanks(
                      "inline constexpr std::array<tadpole::device::TableColumn, 2> kColumns = [] {"
                      "using namespace tadpole::device;"
                      "return std::array<TableColumn, 2>{{"
                      "// output 0: heat\n// output 1: heat 10 to 20\n// output 2: heat 20 to 30\n"
                      "{TableColumnKind::number, TableTransform::none, false, -3.40282347e+38f,"
                      "3.40282347e+38f, 20.0f, 0.122474484f, 2, {10.0f, 20.0f, 30.0f}},"
                      "// output 3: job=clerk\n// output 4: job=nurse\n// output 5: job=smith\n"
                      "{TableColumnKind::category, TableTransform::none, false, 0.0f, 0.0f, 0.0f,"
                      "1.0f, 0, {}, 3, {0x3u, 0x0u, 0x0u, 0x0u, 0x0u, 0x0u, 0x0u, 0x0u}},"
                      "}};}();"));
}

TEST(TableFeatures, host_and_device_give_the_same_bytes) {
  const TableFeatures f = in_pieces();
  using Encoder = device::TableEncoder<2, kColumns>;
  const device::Quantization q = {.scale = 0.03F, .zero_point = 4};
  for (float heat = -300.0F; heat < 300.0F; heat += 0.37F) {
    const std::array<float, 2> row = {heat, std::fmod(std::fabs(heat), 4.0F)};
    std::array<std::int8_t, Encoder::kOutputs> host{}, board{};
    f.encode_int8(row, q, host);
    Encoder::encode_int8(row.data(), q, board.data());
    ASSERT_EQ(host, board) << heat;
  }
}

// Of 10, 20, 30: two parts with the edges 10, 20 and 30.
TEST(TableFeatures, pieces_rise_between_the_quantiles_and_a_missing_value_has_none) {
  const TableFeatures f = in_pieces();
  const auto piece = [&](float heat, std::size_t k) { return encoded(f, {heat, 0})[1 + k]; };
  EXPECT_EQ(piece(5, 0), 0.0F);
  EXPECT_FLOAT_EQ(piece(12.5F, 0), 0.25F);
  EXPECT_EQ(piece(25, 0), 1.0F);
  EXPECT_FLOAT_EQ(piece(25, 1), 0.5F);
  EXPECT_EQ(piece(1000, 1), 1.0F);
  EXPECT_EQ(encoded(f, {kNan, 0}), (std::vector<float>{0, 0, 0, 1, 0, 0}));
}

// By hand: nine zeros of twelve count once; 0, 10, 20, 30 in three parts.
TEST(TableFeatures, one_value_that_fills_a_part_leaves_the_pieces_to_the_others) {
  SampleSet set{.kind = "table"};
  set.channels = {{.name = "gain"}};
  for (int i = 0; i < 12; ++i)
    add_row(set, Split::train, {i < 9 ? 0.0F : 10.0F * static_cast<float>(i - 8)});
  const TableFeatures f = TableFeatures::fit(set, {.pieces = 3}).value();
  const device::TableColumn& c = f.columns()[0];
  ASSERT_EQ(c.pieces, 3);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(c.edges[k], 10.0F * static_cast<float>(k));
}

TEST(TableFeatures, encode_whole_splits) {
  const SampleSet set = small_table();
  const TableFeatures f = fitted();
  EXPECT_EQ(f.encode_split(set, Split::train).size(), 16u);
  EXPECT_EQ(f.encode_split(set, Split::test).size(), 4u);
  EXPECT_TRUE(f.encode_split(set, Split::validation).empty());
}

TEST(TableFeatures, refuse_what_cannot_be_fitted) {
  const auto refusal = [](const SampleSet& set, const TableFeatureOptions& options) {
    const auto f = TableFeatures::fit(set, options);
    return f.ok() ? "accepted" : f.error().message;
  };
  SampleSet set = small_table();
  EXPECT_EQ(refusal(set, {.normalise = "max"}),
            "normalise is 'max'; it must be one of: standard, range, none");
  EXPECT_EQ(refusal(set, {.log = {"job"}}),
            "log names 'job', which is no column of numbers; there are skewed, heat");
  EXPECT_EQ(refusal(set, {.clip_percent = 50.0}),
            "clip_percent is 50; it must be at least 0 and below 50");
  for (Sample& s : set.samples) s.split = Split::test;
  EXPECT_EQ(refusal(set, {}), "table features: no row is in the training split; give more rows");
  set.kind = "image";
  EXPECT_EQ(refusal(set, {}), "table features: the samples are of kind 'image'; expected a table");
}

}  // namespace
}  // namespace tadpole
