// SPDX-License-Identifier: Apache-2.0
// The stack's place (from board.ld) and the pattern it is painted with; the exit code of a fault.
#pragma once
#include <cstdint>

extern "C" {
extern std::uint32_t tadpole_stack_bottom[], tadpole_stack_top[];
}

inline constexpr std::uint32_t kStackPattern = 0x7AD901E5U;
inline constexpr int kFaultExitCode = 125;  // kit/qemu_board.cpp knows it too
