// SPDX-License-Identifier: Apache-2.0
// What the containers say of themselves, checked before decoding: libraries mend a cut file in
// silence, and half a word must not become a training example.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"

namespace tadpole {

// WAV and AIFF: the chunk of sound may not promise more bytes than there are. Ogg: every page is
// whole and fits its checksum. Other bytes pass; the decoder judges them.
// Sources: RIFF (IBM, Microsoft 1991), AIFF 1.3 (Apple 1989), RFC 3533 (2003).
Outcome check_container(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace tadpole
