// SPDX-License-Identifier: Apache-2.0
// Says the numbers of motion_numbers.h on a board.
#include "device/port/port.h"
#include "firmware/app/console.h"
#include "tests/parity/motion_numbers.h"

namespace tadpole::app {

int run() {
  parity::motion_numbers([](const char* name, std::uint32_t number) {
    Console().text(name).text(": ").number(number).end();
  });
  return 0;
}

}  // namespace tadpole::app
