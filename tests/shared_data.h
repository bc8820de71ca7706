// SPDX-License-Identifier: Apache-2.0
// Real data, foreign models and golden outputs live outside the project: in $TADPOLE_SHARED or in a
// folder "shared" beside the checkout. Tests that need them are skipped, and say so, when they are
// not there.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tadpole {

inline std::filesystem::path shared_folder() {
  if (const char* given = std::getenv("TADPOLE_SHARED")) return given;
  return std::filesystem::path(TADPOLE_SOURCE_DIR) / ".." / "shared";
}

}  // namespace tadpole

// Defines the path `name`, or skips the test.
#define TADPOLE_SHARED_OR_SKIP(name, relative)                                \
  const std::filesystem::path name = ::tadpole::shared_folder() / (relative); \
  if (!std::filesystem::exists(name))                                         \
  GTEST_SKIP() << "no shared data: " << name.string() << " is not there"
