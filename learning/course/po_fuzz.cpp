// SPDX-License-Identifier: Apache-2.0
// What a PO file says is said again by what is written of it.
#include <cstdint>
#include <cstdlib>

#include "learning/course/po.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  const auto read = parse_po({reinterpret_cast<const char*>(data), size});
  if (!read.ok()) return 0;
  const auto again = parse_po(po_text(read.value()));
  if (!again.ok() || catalogue_of(again.value()) != catalogue_of(read.value())) std::abort();
  return 0;
}
