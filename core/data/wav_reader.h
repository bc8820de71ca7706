// SPDX-License-Identifier: Apache-2.0
// WAV files without a library: PCM of 16, 24 or 32 bits and float of 32. Gives what libsndfile
// gives, sample for sample. Source: Multimedia Programming Interface and Data Specifications 1.0
// (IBM, Microsoft 1991); WAVE_FORMAT_EXTENSIBLE (Microsoft 2001).
#pragma once
#include <span>
#include <string>

#include "core/data/audio_file.h"

namespace tadpole {

// As read_audio_bytes(), which says what can fail; other formats are refused by name.
Result<Audio> read_plain_wav(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace tadpole
