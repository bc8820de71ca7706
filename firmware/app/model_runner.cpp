// SPDX-License-Identifier: Apache-2.0
// Runs anybody's model: takes input after input from "inputs.bin" and writes to "outputs.bin", for
// each, the output's bytes and then the number of instructions that the inference took (32 bits,
// little-endian).
#include "device/port/port.h"
#include "firmware/app/console.h"
#include "generated/model.h"

namespace tadpole::app {
namespace {

[[gnu::noinline]] std::uint32_t count_nothing() { return Stopwatch().stop(); }

std::uint32_t measured_inference(std::uint32_t overhead) {
  const Stopwatch watch;
  model::invoke();
  return watch.stop() - overhead;
}

}  // namespace

int run() {
  const int inputs = port::open_file("inputs.bin", port::FileMode::read);
  const int outputs = port::open_file("outputs.bin", port::FileMode::write);
  if (inputs < 0 || outputs < 0) return 1;
  const std::uint32_t overhead = count_nothing();
  std::uint32_t runs = 0;
  for (; port::read_file(inputs, model::input(), model::kInputBytes) == model::kInputBytes;
       ++runs) {
    const std::uint32_t count = measured_inference(overhead);
    if (!port::write_file(outputs, model::output(), model::kOutputBytes)) return 1;
    if (!port::write_file(outputs, &count, sizeof count)) return 1;
  }
  port::close_file(outputs);
  Console().text("inferences: ").number(runs).end();
  Console().text("stack: ").number(port::stack_high_water()).end();
  return 0;
}

}  // namespace tadpole::app
