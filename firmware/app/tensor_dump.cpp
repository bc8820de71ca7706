// SPDX-License-Identifier: Apache-2.0
// Shows all that a model computes: takes input after input from "inputs.bin" and writes to
// "tensors.bin", for each, the whole arena of a model that was compiled to keep its tensors.
#include "device/port/port.h"
#include "firmware/app/console.h"
#include "generated/model.h"

namespace tadpole::app {

int run() {
  const int inputs = port::open_file("inputs.bin", port::FileMode::read);
  const int tensors = port::open_file("tensors.bin", port::FileMode::write);
  if (inputs < 0 || tensors < 0) return 1;
  std::uint32_t runs = 0;
  for (; port::read_file(inputs, model::input(), model::kInputBytes) == model::kInputBytes;
       ++runs) {
    model::invoke();
    if (!port::write_file(tensors, model::kept(), model::kArenaBytes)) return 1;
  }
  port::close_file(tensors);
  Console().text("inferences: ").number(runs).end();
  return 0;
}

}  // namespace tadpole::app
