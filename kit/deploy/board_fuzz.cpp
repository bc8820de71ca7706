// SPDX-License-Identifier: Apache-2.0
// Any text as a board.toml: a board whose estimates can be computed, or a sentence.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kit/deploy/board.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto board = tadpole::parse_board("fuzz", text);
  if (!board.ok()) {
    if (board.error().message.empty()) std::abort();
    return 0;
  }
  if (std::isnan(board.value().estimated_mj(1000.0))) std::abort();
  return 0;
}
