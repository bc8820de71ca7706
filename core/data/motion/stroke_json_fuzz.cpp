// SPDX-License-Identifier: Apache-2.0
// Any bytes as the magic wand's strokes: whole points or a sentence, never a crash.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/motion/import_strokes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto strokes = tadpole::parse_strokes({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!strokes.ok()) {
    if (strokes.error().message.empty()) std::abort();
    return 0;
  }
  for (const tadpole::Stroke& stroke : strokes.value()) {
    if (stroke.points.empty() || stroke.points.size() % 2 != 0) std::abort();
    for (const float v : stroke.points)
      if (!std::isfinite(v)) std::abort();
  }
  return 0;
}
