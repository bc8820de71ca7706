// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

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
  const auto device = read_bytes("/dev/zero");  // would never end
  ASSERT_FALSE(device.ok());
  EXPECT_NE(device.error().message.find("it is a device"), std::string::npos);
}

TEST(Files, threads_that_write_the_same_file_leave_one_of_theirs_whole) {
  const Path folder = Path(testing::TempDir()) / "tadpole_files_threads";
  std::filesystem::remove_all(folder);
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i)
        failed += write_file(folder / "a.txt", std::string(5000, static_cast<char>('a' + t))).ok()
                      ? 0
                      : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  const std::string text = read_text(folder / "a.txt").value();
  EXPECT_EQ(text, std::string(5000, text.at(0)));
  std::filesystem::remove_all(folder);
}

TEST(Files, a_full_disk_is_one_sentence_and_keeps_the_old_file) {
  const auto full = write_file("/dev/full/x", "x");  // not a folder: cannot be created
  ASSERT_FALSE(full.ok());
  EXPECT_NE(full.error().message.find("/dev/full"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
