// SPDX-License-Identifier: Apache-2.0
// TADPOLE_PAGES_PACK and TADPOLE_COURSES_PACK are files, set by the build.
#include "server/pages/pages.h"

#define TADPOLE_INCBIN(symbol, file)               \
  __asm__(".section .rodata\n.balign 16\n" #symbol \
          ":\n"                                    \
          ".incbin \"" file "\"\n" #symbol "_end:\n.byte 0\n.previous\n")

TADPOLE_INCBIN(tadpole_pages_pack, TADPOLE_PAGES_PACK);
TADPOLE_INCBIN(tadpole_courses_pack, TADPOLE_COURSES_PACK);
extern "C" const char tadpole_pages_pack[], tadpole_pages_pack_end[], tadpole_courses_pack[],
    tadpole_courses_pack_end[];

namespace tadpole::server {
namespace {

// The build made them: a pack that is none is a fault of the build, met at the first start.
Pack built_in(const char* begin, const char* end) {
  Result<Pack> pack = Pack::create({begin, static_cast<std::size_t>(end - begin)});
  TADPOLE_EXPECT(pack.ok());
  return std::move(pack).value();
}

}  // namespace

const Pack& web_pages() {
  static const Pack pack = built_in(tadpole_pages_pack, tadpole_pages_pack_end);
  return pack;
}

const Pack& built_in_courses() {
  static const Pack pack = built_in(tadpole_courses_pack, tadpole_courses_pack_end);
  return pack;
}

}  // namespace tadpole::server
