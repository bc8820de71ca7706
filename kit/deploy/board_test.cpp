// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/board.h"

#include <gtest/gtest.h>

#include "kit/deploy/embedded_sources.h"

namespace tadpole {
namespace {

TEST(Board, EveryBoardOfTheFolderCanBeRead) {
  ASSERT_FALSE(board_names().empty());
  for (const std::string& name : board_names()) {
    const auto board = find_board(name);
    EXPECT_TRUE(board.ok()) << name << ": " << board.error().message;
  }
}

// 983040 and 262144: the Nano 33 BLE Sense's flash after the boot loader, and its RAM.
TEST(Board, TheVirtualBoardHasTheNanosMemory) {
  const auto board = find_board("virtual-m4");
  ASSERT_TRUE(board.ok());
  EXPECT_EQ(board.value().flash_bytes, 983040);
  EXPECT_EQ(board.value().ram_bytes, 262144);
  EXPECT_EQ(board.value().clock_hz, 64e6);
}

TEST(Board, TheLinkerScriptHasTheSameNumbersAsBoardToml) {
  const Board board = find_board("virtual-m4").value();
  const std::string script(find_embedded("firmware/boards/virtual-m4/board.ld")->text);
  EXPECT_NE(script.find("LENGTH = " + std::to_string(board.flash_bytes)), std::string::npos);
  EXPECT_NE(script.find("LENGTH = " + std::to_string(board.ram_bytes)), std::string::npos);
  EXPECT_NE(script.find("STACK_BYTES = " + std::to_string(board.stack_bytes) + ";"),
            std::string::npos);
}

// 64 million instructions at 1.38 cycles and 64 MHz take 1.38 s; at 10 mW that is 13.8 mJ.
TEST(Board, AnEstimateIsInstructionsTimesCyclesOverClock) {
  const Board board = find_board("virtual-m4").value();
  EXPECT_NEAR(board.estimated_ms(64e6), 1380.0, 1e-9);
  EXPECT_NEAR(board.estimated_mj(64e6), 13.8, 1e-9);
}

TEST(Board, AMisspeltNameGetsTheRightOne) {
  const auto board = find_board("virtual-m5");
  ASSERT_FALSE(board.ok());
  EXPECT_EQ(board.error().kind, ErrorKind::wrong_use);
  EXPECT_EQ(board.error().message,
            "there is no board 'virtual-m5' (did you mean 'virtual-m4'?); there are: virtual-m4");
}

TEST(Board, AMissingValueIsNamed) {
  const auto board =
      parse_board("x", "title = \"X\"\ncore = \"c\"\nflags = \"\"\n[memory]\nflash_bytes = -1\n");
  ASSERT_FALSE(board.ok());
  EXPECT_EQ(board.error().message,
            "x/board.toml: memory.flash_bytes is not there or not positive, expected bytes");
}

TEST(Board, AnInfiniteNumberIsRefused) {
  std::string text(find_embedded("firmware/boards/virtual-m4/board.toml")->text);
  text.replace(text.find("clock_hz = 64000000"), 19, "clock_hz = inf");
  const auto board = parse_board("x", text);
  ASSERT_FALSE(board.ok());
  EXPECT_EQ(board.error().message,
            "x/board.toml: estimate.clock_hz is not there or not positive, expected a number");
}

TEST(Board, ASyntaxErrorGetsItsLine) {
  const auto board = parse_board("x", "title = \"X\"\ncore = \n");
  ASSERT_FALSE(board.ok());
  EXPECT_TRUE(board.error().message.starts_with("x/board.toml: line 2: ")) << board.error().message;
}

}  // namespace
}  // namespace tadpole
