// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/board_results.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

// Two rows by hand: 2 feature bytes, 1 output byte, two little-endian counts.
const Bytes kTwoRows = {1, 2, 3, 0x10, 0, 0, 0, 0, 1, 0, 0,  //
                        4, 5, 6, 0x11, 0, 0, 0, 0, 2, 0, 0};

TEST(BoardResults, RowsAreFeaturesOutputAndTwoCounts) {
  const auto rows = parse_results(kTwoRows, 2, 1, 2);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(rows.value()[1].features[0], 4);
  EXPECT_EQ(rows.value()[1].output[0], 6);
  EXPECT_EQ(rows.value()[1].features_instructions, 17U);
  EXPECT_EQ(rows.value()[1].inference_instructions, 512U);
}

TEST(BoardResults, TheModelRunnerWritesOneCount) {
  const Bytes bytes = {7, 0x2A, 0, 0, 0};
  const auto rows = parse_results(bytes, 0, 1, 1);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(rows.value()[0].output[0], 7);
  EXPECT_EQ(rows.value()[0].inference_instructions, 42U);
}

TEST(BoardResults, AMissingByteIsCounted) {
  Bytes cut = kTwoRows;
  cut.pop_back();
  const auto rows = parse_results(cut, 2, 1, 2);
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message,
            "the firmware wrote 21 bytes of results, expected 2 times 11; did it stop early?");
}

TEST(BoardResults, TheFirstDifferenceIsNamedWithBothValues) {
  const Bytes board = {1, 255, 3};
  const Bytes host = {1, 2, 4};
  EXPECT_EQ(first_difference("clip 3: output", board, host),
            "clip 3: output byte 1 is -1 on the board and 2 on the host");
  EXPECT_EQ(first_difference("clip 3: output", host, host), "");
}

TEST(BoardResults, TheStackIsReadFromTheLastLine) {
  EXPECT_EQ(printed_stack("clip 0: heard yes 0.93\nstack: 312\n").value(), 312);
  EXPECT_EQ(printed_stack("hello\n").error().message,
            "the firmware did not print its stack; did it stop early?");
}

}  // namespace
}  // namespace tadpole
