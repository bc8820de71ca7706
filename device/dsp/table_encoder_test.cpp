// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/table_encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tadpole::device {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

constexpr TableColumn number(float mean, float scale, bool flag = false) {
  TableColumn c;
  c.mean = mean;
  c.scale = scale;
  c.missing_flag = flag;
  return c;
}
constexpr TableColumn category(std::int32_t categories, std::uint32_t seen, bool flag = false) {
  TableColumn c;
  c.kind = TableColumnKind::category;
  c.categories = categories;
  c.seen[0] = seen;
  c.missing_flag = flag;
  return c;
}

// A temperature, a colour of which training never saw the third, and one that may be missing.
constexpr std::array<TableColumn, 3> kColumns = {number(20.0f, 0.5f), category(3, 0b011),
                                                 number(0.0f, 1.0f, true)};
using Encoder = TableEncoder<3, kColumns>;

std::vector<float> encoded(const std::vector<float>& row) {
  std::vector<float> out(Encoder::kOutputs);
  Encoder::encode(row.data(), out.data());
  return out;
}

TEST(TableEncoder, standardises_numbers_and_gives_categories_an_output_each) {
  EXPECT_EQ(Encoder::kOutputs, 6);
  EXPECT_EQ(encoded({24.0f, 1.0f, 7.0f}), (std::vector<float>{2, 0, 1, 0, 7, 0}));
}

TEST(TableEncoder, a_missing_number_is_the_mean_and_raises_its_flag) {
  EXPECT_EQ(encoded({kNan, 0.0f, kNan}), (std::vector<float>{0, 1, 0, 0, 0, 1}));
}

TEST(TableEncoder, a_missing_unseen_or_impossible_category_is_all_zeros) {
  for (const float value : {kNan, 2.0f, 3.0f, -1.0f, 1e30f, kInfinity, -kInfinity})
    EXPECT_EQ(encoded({20.0f, value, 0.0f}), (std::vector<float>{0, 0, 0, 0, 0, 0})) << value;
}

TEST(TableEncoder, the_last_of_256_categories_is_reached) {
  TableColumn c = category(256, 0);
  c.seen[7] = 0x80000000u;
  EXPECT_EQ(encode_category(c, 255.0f), 255);
  EXPECT_EQ(encode_category(c, 254.0f), -1);
  EXPECT_EQ(encode_category(c, 256.0f), -1);
}

TEST(TableEncoder, holds_numbers_to_the_range_before_the_logarithm) {
  TableColumn c = number(0.0f, 1.0f);
  c.transform = TableTransform::signed_log;
  c.high = 1000.0f;
  // ln(1 + x), the device's logarithm is good to 1.5e-7 relative.
  EXPECT_NEAR(encode_number(c, 99.0f), std::log(100.0), 1e-6);
  EXPECT_NEAR(encode_number(c, -99.0f), -std::log(100.0), 1e-6);
  EXPECT_NEAR(encode_number(c, kInfinity), std::log(1001.0), 2e-6);
  EXPECT_EQ(encode_number(c, 0.0f), 0.0f);
}

TEST(TableEncoder, int8_is_the_float_quantized_and_infinity_saturates) {
  const Quantization q = {.scale = 0.125f, .zero_point = -3};
  std::array<std::int8_t, Encoder::kOutputs> out{};
  const std::array<float, 3> row = {21.0f, 1.0f, -kInfinity};
  Encoder::encode_int8(row.data(), q, out.data());
  EXPECT_EQ(out, (std::array<std::int8_t, 6>{1, -3, 5, -3, -128, -3}));
}

TEST(TableEncoder, columns_out_of_range_are_refused) {
  const auto status = [](const TableColumn& c) { return check(&c, 1); };
  EXPECT_EQ(status(number(0.0f, 1.0f)), Status::ok);
  EXPECT_EQ(status(number(kNan, 1.0f)), Status::bad_argument);
  EXPECT_EQ(status(number(0.0f, kInfinity)), Status::bad_argument);
  EXPECT_EQ(status(category(0, 0)), Status::bad_argument);
  EXPECT_EQ(status(category(257, 0)), Status::bad_argument);
  TableColumn turned = number(0.0f, 1.0f);
  turned.low = 2.0f;
  turned.high = 1.0f;
  EXPECT_EQ(status(turned), Status::bad_argument);
  EXPECT_EQ(check(nullptr, 0), Status::bad_argument);
}

TEST(TableEncoder, pieces_must_rise_and_be_at_most_16) {
  TableColumn c = number(0.0f, 1.0f);
  c.pieces = 2;
  c.edges = {1.0f, 2.0f, 4.0f};
  EXPECT_EQ(check(&c, 1), Status::ok);
  EXPECT_EQ(column_outputs(c), 3);
  c.edges[2] = 2.0f;
  EXPECT_EQ(check(&c, 1), Status::bad_argument);
  c.edges[2] = kNan;
  EXPECT_EQ(check(&c, 1), Status::bad_argument);
  c.pieces = kMostTablePieces + 1;
  EXPECT_EQ(check(&c, 1), Status::bad_argument);
  c.pieces = -1;
  EXPECT_EQ(check(&c, 1), Status::bad_argument);
}

}  // namespace
}  // namespace tadpole::device
