// SPDX-License-Identifier: Apache-2.0
// Any bytes as a plain WAV file: samples that are numbers, or a sentence, never a crash.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "core/data/wav_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto audio = tadpole::read_plain_wav({data, size}, "fuzz.wav");
  if (!audio.ok()) {
    if (audio.error().message.empty()) std::abort();
    return 0;
  }
  if (audio.value().samples.empty()) std::abort();
  for (const float s : audio.value().samples) {
    if (!std::isfinite(s)) std::abort();
  }
  return 0;
}
