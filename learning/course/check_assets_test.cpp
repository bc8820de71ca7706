// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

class AssetsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_assets_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void put(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file(folder_ / "assets" / name, text).ok());
  }
  std::string told() {
    std::vector<Problem> problems;
    check_assets(folder_, problems);
    std::string text;
    for (const Problem& one : problems) text += text_of(one) + "\n";
    return text;
  }
  Path folder_;
};

TEST_F(AssetsTest, a_list_that_is_true_says_nothing) {
  EXPECT_EQ(told(), "");  // no assets, no list
  put("a.svg", "<svg/>");
  put("assets.yaml", "assets:\n  - file: a.svg\n    sha256: " + sha256_hex("<svg/>") +
                         "\n    source: our own\n    licence: CC-BY-4.0\n    alt: A frog\n");
  EXPECT_EQ(told(), "");
}

TEST_F(AssetsTest, what_is_missing_or_was_changed_is_told_with_its_line) {
  put("a.svg", "<svg/>");
  EXPECT_NE(told().find("warning: there is no list of assets"), std::string::npos);
  put("b.wav", "x");
  put("assets.yaml",
      "assets:\n  - file: a.svg\n    sha256: abc\n    source: us\n  - file: none.png\n    sha256: "
      "abc\n    source: us\n    licence: x\n    alt: y\n");
  const std::string text = told();
  for (const char* part : {"'licence'", "'a.svg' has no alt", "a.svg has the sha256 ",
                           "no file assets/none.png", "assets/b.wav is not listed"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_NE(text.find("assets/assets.yaml:2"), std::string::npos) << text;
}

}  // namespace
}  // namespace tadpole::learning
