// SPDX-License-Identifier: Apache-2.0
#include "core/base/html.h"

namespace tadpole {

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '<'   ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '&' ? "&amp;"
           : c == '"' ? "&quot;"
                      : std::string(1, c);
  return out;
}

}  // namespace tadpole
