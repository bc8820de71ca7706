// SPDX-License-Identifier: Apache-2.0
// Runs one command line in this process and keeps what it printed. For the tests of the verbs.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/verb.h"

namespace tadpole {

struct Printed {
  int status = 0;
  std::string out, err;
  nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

inline Printed run_line(std::vector<std::string> words) {
  words.insert(words.begin(), "tadpole");
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  SilentProgress progress;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Printed printed;
  printed.status = run_command_line(static_cast<int>(argv.size()), argv.data(), progress);
  std::fflush(stdout);
  printed.out = testing::internal::GetCapturedStdout();
  printed.err = testing::internal::GetCapturedStderr();
  return printed;
}

// A folder of its own for each test, removed at the end.
class VerbTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = Path(testing::TempDir()) / ("tadpole_verb_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  // A fresh project for the words yes and no.
  std::string project() const {
    EXPECT_EQ(run_line({"new", at("p"), "--words", "yes,no"}).status, 0);
    return at("p");
  }
  Path folder_;
};

}  // namespace tadpole
