// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

TEST(Files, give_back_what_was_written_and_leave_nothing_else) {
  const Path folder = Path(testing::TempDir()) / "tadpole_files_test";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(write_file(folder / "deep" / "a.txt", "hello").ok());
  ASSERT_TRUE(write_file(folder / "deep" / "a.txt", "again").ok());
  EXPECT_EQ(read_text(folder / "deep" / "a.txt").value(), "again");
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    files += entry.is_regular_file();
  EXPECT_EQ(files, 1);
}

TEST(Files, say_which_file_and_why) {
  const auto missing = read_bytes("/no/such/file");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message, "cannot read /no/such/file: No such file or directory");
  const auto folder = read_text("/tmp");
  ASSERT_FALSE(folder.ok());
  EXPECT_NE(folder.error().message.find("it is a folder"), std::string::npos);
}

TEST(Files, a_full_disk_is_one_sentence_and_keeps_the_old_file) {
  const auto full = write_file("/dev/full/x", "x");  // not a folder: cannot be created
  ASSERT_FALSE(full.ok());
  EXPECT_NE(full.error().message.find("/dev/full"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
