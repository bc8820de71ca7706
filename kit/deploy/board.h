// SPDX-License-Identifier: Apache-2.0
// What is known of a board: firmware/boards/<name>/board.toml. The folder is the list.
#pragma once
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

struct Board {
  std::string name;  // the folder
  std::string title;
  std::string core;   // "cortex-m4"
  std::string flags;  // of the compiler
  std::int64_t flash_bytes = 0, ram_bytes = 0, stack_bytes = 0;
  // For estimates only; board.toml says where they come from.
  double clock_hz = 0.0;
  double cycles_per_instruction = 0.0;
  double active_milliwatts = 0.0;

  double estimated_ms(double instructions) const {
    return instructions * cycles_per_instruction / clock_hz * 1000.0;
  }
  double estimated_mj(double instructions) const {
    return estimated_ms(instructions) * active_milliwatts / 1000.0;
  }
};

// Of all boards that carry a board.toml, sorted.
std::vector<std::string> board_names();

// Fails for an unknown name: says which there are, and which was probably meant.
Result<Board> find_board(const std::string& name);

// Fails on a syntax error or a missing or impossible value: names the file, the key and what was
// expected.
Result<Board> parse_board(const std::string& name, const std::string& toml);

}  // namespace tadpole
