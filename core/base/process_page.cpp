// SPDX-License-Identifier: Apache-2.0
#include "core/base/process.h"

namespace tadpole {

bool runs_programs() { return false; }

Result<ProcessRun> run_process(const std::vector<std::string>& words, const ProcessOptions&) {
  return unsupported("the page cannot run " + (words.empty() ? "a program" : words[0]) +
                     "; use the program tadpole on your own machine for this step");
}

std::string find_program(const std::string&) { return ""; }

}  // namespace tadpole
