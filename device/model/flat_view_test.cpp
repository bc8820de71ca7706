// SPDX-License-Identifier: Apache-2.0
#include "device/model/flat_view.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

// By hand: a layout of two fields (an int32 at 4, a vector at 8), the table at 8, the vector {7, 9}
// at 20.
std::vector<std::uint8_t> small_table() {
  return {8, 0, 12, 0, 4, 0, 8, 0, 8, 0, 0, 0, 42, 0, 0, 0,
          4, 0, 0,  0, 2, 0, 0, 0, 7, 0, 0, 0, 9,  0, 0, 0};
}

bool open(const std::vector<std::uint8_t>& bytes, FlatTable& table) {
  return FlatTable::open({bytes.data(), bytes.size()}, 8, table);
}

TEST(FlatView, ReadsScalarsAndVectors) {
  const std::vector<std::uint8_t> bytes = small_table();
  FlatTable table;
  ASSERT_TRUE(open(bytes, table));
  std::int32_t value = 0;
  FlatVector vector;
  ASSERT_TRUE(table.scalar(0, value));
  ASSERT_TRUE(table.vector(1, 4, vector));
  EXPECT_EQ(value, 42);
  ASSERT_EQ(vector.size(), 2U);
  EXPECT_EQ(vector.at<std::int32_t>(1), 9);
}

TEST(FlatView, AbsentFieldsLeaveTheDefault) {
  const std::vector<std::uint8_t> bytes = small_table();
  FlatTable table;
  ASSERT_TRUE(open(bytes, table));
  std::int32_t value = 5;
  EXPECT_TRUE(table.scalar(17, value));
  EXPECT_EQ(value, 5);
}

TEST(FlatView, AVectorLongerThanTheBytesIsRefused) {
  std::vector<std::uint8_t> bytes = small_table();
  bytes[20] = 3;
  FlatTable table;
  FlatVector vector;
  ASSERT_TRUE(open(bytes, table));
  EXPECT_FALSE(table.vector(1, 4, vector));
}

TEST(FlatView, OffsetsOutOfTheBytesAreRefused) {
  std::vector<std::uint8_t> bytes = small_table();
  bytes[16] = 200;
  FlatTable table;
  FlatVector vector;
  ASSERT_TRUE(open(bytes, table));
  EXPECT_FALSE(table.vector(1, 4, vector));
  bytes = small_table();
  bytes[8] = 9;  // the layout would begin before the bytes
  EXPECT_FALSE(open(bytes, table));
  bytes = small_table();
  bytes[0] = 100;  // a layout longer than the bytes
  EXPECT_FALSE(open(bytes, table));
}

TEST(FlatView, AFieldOutsideItsTableIsRefused) {
  std::vector<std::uint8_t> bytes = small_table();
  bytes[4] = 11;  // four bytes at 11 leave the table of 12
  FlatTable table;
  std::int32_t value = 0;
  ASSERT_TRUE(open(bytes, table));
  EXPECT_FALSE(table.scalar(0, value));
}

}  // namespace
}  // namespace tadpole::device
