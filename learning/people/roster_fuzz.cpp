// SPDX-License-Identifier: Apache-2.0
// A roster from any spreadsheet: rows or a sentence, and what was read can be written and read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "learning/people/people.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  const auto rows = read_roster(std::string(reinterpret_cast<const char*>(data), size));
  if (rows.ok()) {
    const auto again = read_roster(write_roster(rows.value()));
    if (!again.ok() || again.value().size() != rows.value().size()) std::abort();
  }
  return 0;
}
