// SPDX-License-Identifier: Apache-2.0
// Any bytes as a picture: whole rows of pixels or a sentence, never a crash; what is written is
// read back.
#include <cstdint>
#include <cstdlib>

#include "core/data/image/picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto picture = tadpole::read_picture({data, size}, "fuzz");
  if (!picture.ok()) {
    if (picture.error().message.empty()) std::abort();
    return 0;
  }
  const tadpole::Picture& p = picture.value();
  if (p.pixels.size() != p.at(0, p.height) || p.pixels.empty()) std::abort();
  if (p.pixels.size() > 20000) return 0;  // writing is slow; small ones show as much
  const auto again = tadpole::read_picture(tadpole::write_png(p), "again");
  if (!again.ok() || again.value() != p) std::abort();
  return 0;
}
