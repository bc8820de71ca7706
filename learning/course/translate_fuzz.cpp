// SPDX-License-Identifier: Apache-2.0
// Whatever a unit's text is, saying every message as it is leaves its blocks and answers.
#include <cstdint>
#include <cstdlib>

#include "learning/course/translate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto same = [](const std::string& message) { return message; };
  const std::string once = map_messages(text, same);
  if (map_messages(once, same) != once) std::abort();
  std::vector<Problem> problems;
  read_unit(once, "fuzz.md", problems);
  return 0;
}
