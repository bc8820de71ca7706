// SPDX-License-Identifier: Apache-2.0
// The page brings a backbone when a project first asks for it: Module.tadpoleBring(path) gives its
// bytes at once (a worker may wait for a file), or null.
#include <emscripten.h>

#include <cstdlib>
#include <map>

#include "core/base/files.h"
#include "workflow/backbone_bytes.h"

// clang-format off
EM_JS(std::uint8_t*, tadpole_bring, (const char* path, int* length), {
  const bytes = Module.tadpoleBring ? Module.tadpoleBring(UTF8ToString(path)) : null;
  if (!bytes) return 0;
  const at = _malloc(bytes.length);
  HEAPU8.set(bytes, at);
  HEAP32[length >> 2] = bytes.length;
  return at;
});
// clang-format on

namespace tadpole {

Result<std::span<const std::uint8_t>> backbone_bytes(const std::string& name) {
  static std::map<std::string, Bytes> held;
  Bytes& bytes = held[name];
  if (bytes.empty()) {
    int length = 0;
    std::uint8_t* const brought = tadpole_bring(("backbones/" + name + ".tflite").c_str(), &length);
    if (brought == nullptr || length == 0) {
      return Error{"the backbone " + name +
                   " could not be fetched; connect to the page's server and try again"};
    }
    bytes.assign(brought, brought + length);
    std::free(brought);
  }
  return std::span<const std::uint8_t>(bytes);
}

}  // namespace tadpole
