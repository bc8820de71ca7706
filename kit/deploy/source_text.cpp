// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/source_text.h"

#include <fmt/core.h>

namespace tadpole {

std::string c_string(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') literal += '\\';
    literal += byte < 0x20 || byte == 0x7F ? fmt::format("\\{:03o}", byte) : std::string(1, c);
  }
  return literal + "\"";
}

std::string generated_heading(std::string_view what) {
  return fmt::format(
      "// SPDX-License-Identifier: Apache-2.0\n// {}\n// Written by tadpole; change the recipe and "
      "deploy "
      "again rather than this file.\n",
      what);
}

}  // namespace tadpole
