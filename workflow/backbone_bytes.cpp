// SPDX-License-Identifier: Apache-2.0
#include "workflow/backbone_bytes.h"

// The files of backbones/, as they were when this program was built.
#define TADPOLE_BACKBONE(symbol, file)                                                           \
  __asm__(".pushsection .rodata\n.balign 16\n" #symbol "_begin:\n.incbin \"" file "\"\n" #symbol \
          "_end:\n.popsection\n");                                                               \
  extern "C" const std::uint8_t symbol##_begin[];                                                \
  extern "C" const std::uint8_t symbol##_end[];

TADPOLE_BACKBONE(tadpole_mobilenet_v1_96, TADPOLE_BACKBONES "/mobilenet_v1_96/model.tflite")
TADPOLE_BACKBONE(tadpole_keyword_49x40, TADPOLE_BACKBONES "/keyword_49x40/model.tflite")

namespace tadpole {

Result<std::span<const std::uint8_t>> backbone_bytes(const std::string& name) {
  using Span = std::span<const std::uint8_t>;
  if (name == "mobilenet_v1_96")
    return Span{tadpole_mobilenet_v1_96_begin, tadpole_mobilenet_v1_96_end};
  TADPOLE_EXPECT(name == "keyword_49x40");
  return Span{tadpole_keyword_49x40_begin, tadpole_keyword_49x40_end};
}

}  // namespace tadpole
