// SPDX-License-Identifier: Apache-2.0
#include "server/hub/course_watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

namespace tadpole::server {
namespace {

TEST(CourseWatch, tells_of_a_file_that_was_written_added_or_removed_and_of_nothing_else) {
  const Path folder =
      std::filesystem::temp_directory_path() / ("tadpole_watch_" + std::to_string(::getpid()));
  ASSERT_TRUE(write_file(folder / "a/one.md", std::string_view("1")).ok());
  std::atomic<int> told = 0;
  const auto wait_for = [&](int count) {
    for (int i = 0; i < 500 && told < count; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    return told.load();
  };
  {
    const CourseWatch watch(
        folder, [&] { ++told; }, std::chrono::milliseconds(15));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(told, 0);
    ASSERT_TRUE(write_file(folder / "a/one.md", std::string_view("2")).ok());
    EXPECT_EQ(wait_for(1), 1);
    ASSERT_TRUE(write_file(folder / "a/two.md", std::string_view("2")).ok());
    EXPECT_EQ(wait_for(2), 2);
    std::filesystem::remove(folder / "a/one.md");
    EXPECT_EQ(wait_for(3), 3);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tadpole::server
