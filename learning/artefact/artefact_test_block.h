// SPDX-License-Identifier: Apache-2.0
// A block of options and bytes from text, for the tests of checkers.
#pragma once
#include <gtest/gtest.h>

#include "learning/artefact/artefact.h"

namespace tadpole::learning {

using Options = std::vector<std::pair<std::string, std::string>>;

inline Verdict verdict_of(const std::string& name, const std::string& bytes,
                          const Options& options) {
  Block block;
  block.options = options;
  const Result<Verdict> verdict =
      judge({name, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, block});
  if (!verdict.ok()) ADD_FAILURE() << verdict.error().message;
  return verdict.ok() ? verdict.value() : Verdict{};
}

// "" when there is no finding of that name.
inline std::string message_of(const Verdict& verdict, const std::string& name) {
  for (const Json& one : verdict.results) {
    if (one["name"] == name) return one["message"];
  }
  return "";
}

// An archive of empty files. Source: PKWARE APPNOTE 6.3.10.
inline std::string zip_of(const std::vector<std::string>& names) {
  const auto number = [](std::size_t value, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xFFU);
    return text;
  };
  std::string files, directory;
  for (const std::string& name : names) {
    directory += number(0x02014b50, 4) + std::string(24, '\0') + number(name.size(), 2) +
                 std::string(12, '\0') + number(files.size(), 4) + name;
    files += number(0x04034b50, 4) + std::string(22, '\0') + number(name.size(), 2) + number(0, 2) +
             name;
  }
  return files + directory + number(0x06054b50, 4) + std::string(4, '\0') +
         number(names.size(), 2) + number(names.size(), 2) + number(directory.size(), 4) +
         number(files.size(), 4) + number(0, 2);
}

}  // namespace tadpole::learning
