// SPDX-License-Identifier: Apache-2.0
// Any bytes as a manifest: rows or a sentence, never a crash.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/csv.h"
#include "core/data/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rows = tadpole::parse_manifest(text, "fuzz.csv");
  if (!rows.ok() && rows.error().message.empty()) std::abort();
  // What is written is read back.
  const auto csv = tadpole::parse_csv(text, "fuzz.csv");
  if (!csv.ok()) return 0;
  for (const tadpole::CsvRow& row : csv.value()) {
    const auto again = tadpole::parse_csv(tadpole::csv_line(row.fields), "again.csv");
    if (!again.ok() || again.value().size() != 1 || again.value()[0].fields != row.fields)
      std::abort();
  }
  return 0;
}
