// SPDX-License-Identifier: Apache-2.0
// Runs another program without a shell: its words are passed as they are, its output is captured,
// its time is limited.
#pragma once
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

struct ProcessOptions {
  Path folder = {};          // where it runs; empty: here
  double timeout_s = 120.0;  // after it the program and its children are killed
  std::size_t most_output_bytes = std::size_t{16} << 20U;  // what comes after is read and dropped
};

struct ProcessRun {
  int exit_code = 0;  // when it ended by itself
  int signal = 0;     // else what ended it
  bool timed_out = false;
  std::string output;  // standard output
  std::string errors;  // standard error
};

// False in the page, where everything below refuses.
bool runs_programs();

// words[0] is the program: a path, or a name that is looked for in PATH. Its standard input is
// empty. Fails when it cannot be started: the message names it and the system's reason.
Result<ProcessRun> run_process(const std::vector<std::string>& words,
                               const ProcessOptions& options);

// The program's whole path from PATH, or "" when there is none.
std::string find_program(const std::string& name);

}  // namespace tadpole
