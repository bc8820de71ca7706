// SPDX-License-Identifier: Apache-2.0
// An archive from outside; what is taken packs and unpacks to the same.
#include <cstdint>
#include <cstdlib>

#include "core/base/zip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto files = tadpole::unzip({data, size});
  if (!files.ok()) return 0;
  const auto again = tadpole::unzip(tadpole::zip(files.value()));
  if (!again.ok() || again.value() != files.value()) std::abort();
  return 0;
}
