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

// automatic: inside bubblewrap when it is installed and may make name spaces here, else QEMU's own
// sandbox alone (no new processes, no privileges). required: an error where bubblewrap does not
// work, for firmware from strangers.
enum class Confinement : std::uint8_t { automatic, required, qemu_only };

struct BoardRunOptions {
  std::vector<std::string> arguments =
      {};            // reach the firmware as its command line; no spaces inside a word
  Path folder = {};  // working folder: the only files it reads and writes by semihosting
  double timeout_s = 120.0;
  Confinement confinement = Confinement::automatic;
};

// Runs one image to its end. Fails when QEMU is missing (says the Debian package), on a time-out,
// or when the firmware faulted (registers and address in the message).
Result<BoardRun> run_on_qemu(const Path& elf, const BoardRunOptions& options);

// Whether bubblewrap is installed and works for this user. Cost: one process start, the first time.
bool bubblewrap_works();

}  // namespace tadpole
