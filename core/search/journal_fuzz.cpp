// SPDX-License-Identifier: Apache-2.0
// Any text as the journal of the search "f".
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/search/journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  tadpole::SilentProgress silent;
  const auto journal = tadpole::Journal::of_text(text, "fuzz.jsonl", "f", silent);
  if (!journal.ok() && journal.error().message.empty()) std::abort();
  if (journal.ok()) (void)journal.value().rung(0, "kind=conv", 3);
  return 0;
}
