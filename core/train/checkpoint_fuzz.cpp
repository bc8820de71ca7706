// SPDX-License-Identifier: Apache-2.0
// Any bytes as a checkpoint. No fuzzer guesses a SHA-256, so the right one stands behind them.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/hash.h"
#include "core/train/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tadpole::Bytes bytes(data, data + size);
  const std::string sum = tadpole::Sha256().add(data, size).hex();
  bytes.insert(bytes.end(), sum.begin(), sum.end());
  const auto checkpoint = tadpole::read_checkpoint(bytes, "fuzz.ckpt");
  if (checkpoint.ok()) {
    if (tadpole::checkpoint_bytes(checkpoint.value()) != bytes) std::abort();
  } else if (checkpoint.error().message.empty()) {
    std::abort();
  }
  return 0;
}
