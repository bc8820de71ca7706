// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"

int main(int argc, char** argv) {
  tadpole::TerminalProgress progress;
  return tadpole::run_command_line(argc, argv, progress);
}
