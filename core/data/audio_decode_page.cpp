// SPDX-License-Identifier: Apache-2.0
// In the page: plain WAV. What is compressed the browser decodes before it comes here.
#include "core/data/wav_reader.h"

namespace tadpole {

Result<Audio> read_audio_bytes(std::span<const std::uint8_t> bytes, const std::string& name) {
  return read_plain_wav(bytes, name);
}

}  // namespace tadpole
