// SPDX-License-Identifier: Apache-2.0
// The reference virtual board: QEMU mps2-an386 (Cortex-M4F) with exact instruction counts.
// -icount shift=6: one instruction = 64 ns = 1.6 ticks of the 25 MHz timer.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

struct BoardRun {
  int exit_code = 0;
  std::string serial;  // what the firmware printed
};

struct BoardRunOptions {
  std::vector<std::string> arguments;  // reach the firmware as its command line
  Path folder;                         // working folder: the only files it reads and writes by semihosting
  double timeout_s = 120.0;
};

// Runs one image to its end. Fails when QEMU is missing (says the Debian package), on a time-out, or when the firmware
// faulted (registers and address in the message).
Result<BoardRun> run_on_qemu(const Path& elf, const BoardRunOptions& options);

}  // namespace tadpole
