// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "kit/deploy/embedded_sources.h"
#include "kit/deploy/source_text.h"

namespace tadpole {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

TEST(EmbeddedSources, AreTheFilesOfTheCheckoutWithoutTests) {
  for (const EmbeddedFile& file : embedded_sources()) {
    EXPECT_FALSE(file.path.ends_with("_test.cpp")) << file.path;
    const auto there = read_text(Path(TADPOLE_SOURCE_DIR) / file.path);
    ASSERT_TRUE(there.ok()) << file.path;
    EXPECT_TRUE(there.value() == file.text) << file.path << " differs; build again";
  }
  EXPECT_NE(find_embedded("firmware/boards/virtual-m4/board.ld"), nullptr);
  EXPECT_EQ(find_embedded("device/no_such_file.h"), nullptr);
}

TEST(EmbeddedSources, AHeaderBringsWhatItIncludesAndTheSourceOfItsName) {
  const auto files = with_dependencies({"device/dsp/front_end.h"}, {});
  ASSERT_TRUE(files.ok());
  EXPECT_TRUE(holds(files.value(), "device/dsp/micro_frontend.h"));
  EXPECT_TRUE(holds(files.value(), "device/dsp/micro_frontend.cpp"));
  EXPECT_TRUE(holds(files.value(), "device/dsp/rfft_int16.cpp")) << "two steps away";
  EXPECT_FALSE(holds(files.value(), "device/port/port.h"));
}

TEST(EmbeddedSources, GeneratedTextBringsWhatItIncludes) {
  const std::string_view generated[] = {
      "#include <array>\n#include \"device/stream/posterior_smoother.h\"\n"};
  const auto files = with_dependencies({}, generated);
  ASSERT_TRUE(files.ok());
  EXPECT_EQ(files.value(), std::vector<std::string>{"device/stream/posterior_smoother.h"});
}

TEST(EmbeddedSources, AFileThatIsNotThereIsNamed) {
  const auto files = with_dependencies({"device/ops/no_such_op.h"}, {});
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.error().message,
            "device/ops/no_such_op.h is not among the sources in this program, and the model needs "
            "it; build Tadpole "
            "again");
}

TEST(EmbeddedSources, WritingTheSameTextAgainLeavesTheFileUntouched) {
  const Path file =
      std::filesystem::temp_directory_path() / ("tadpole_same_" + std::to_string(::getpid()));
  ASSERT_TRUE(write_if_changed(file, "one").ok());
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::filesystem::last_write_time(file, old);
  ASSERT_TRUE(write_if_changed(file, "one").ok());
  EXPECT_EQ(std::filesystem::last_write_time(file), old);
  ASSERT_TRUE(write_if_changed(file, "two").ok());
  EXPECT_NE(std::filesystem::last_write_time(file), old);
  EXPECT_EQ(read_text(file).value(), "two");
  std::filesystem::remove(file);
}

TEST(SourceText, ALiteralEscapesQuotesBackslashesAndControlCharacters) {
  EXPECT_EQ(c_string("ja"), "\"ja\"");
  EXPECT_EQ(c_string("a\"b\\c\nd"), "\"a\\\"b\\\\c\\012d\"");
  EXPECT_EQ(c_string("größer"), "\"größer\"");
}

}  // namespace
}  // namespace tadpole
