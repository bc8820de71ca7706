// SPDX-License-Identifier: Apache-2.0
// Any bytes as a sound file: samples that are numbers, or a sentence, never a crash.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "core/data/audio_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto audio = tadpole::read_audio_bytes({data, size}, "fuzz.wav");
  if (!audio.ok()) {
    if (audio.error().message.empty()) std::abort();
    return 0;
  }
  if (audio.value().samples.empty()) std::abort();
  for (const float s : audio.value().samples) {
    if (!std::isfinite(s)) std::abort();
  }
  if (audio.value().samples.size() > 20000) return 0;  // fitting is linear: short ones show as much
  const auto wav = tadpole::wav_bytes(tadpole::fit_to_clip(audio.value().samples), 16000);
  if (!tadpole::read_audio_bytes(wav, "again.wav").ok()) std::abort();
  return 0;
}
