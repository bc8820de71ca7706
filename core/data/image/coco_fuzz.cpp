// SPDX-License-Identifier: Apache-2.0
// Any text as COCO annotations: pictures or a sentence, never a crash.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/image/image_importers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pictures =
      tadpole::parse_coco({reinterpret_cast<const char*>(data), size}, "fuzz.json");
  if (!pictures.ok() && pictures.error().message.empty()) std::abort();
  if (pictures.ok() && pictures.value().empty()) std::abort();
  return 0;
}
