// SPDX-License-Identifier: Apache-2.0
// A place for the files of a test.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "core/base/files.h"

namespace tadpole {

// A folder of its own for each test, removed at the end.
class TempFolder {
 public:
  TempFolder() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    const std::string name = std::string("tadpole_data_") + (info ? info->name() : "x");
    path_ = std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TempFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  Path operator/(const std::string& name) const { return path_ / name; }
  const Path& path() const { return path_; }

 private:
  Path path_;
};

}  // namespace tadpole
