// SPDX-License-Identifier: Apache-2.0
// Any bytes as a table: samples or a sentence, never a crash.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/table/import_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  tadpole::TableOptions options;
  if ((data[0] & 1) != 0) options.header = "no", options.target = "column1";
  if ((data[0] & 2) != 0) options.separator = "semicolon";
  if ((data[0] & 4) != 0) options.regression = {"y"}, options.target.clear();
  if ((data[0] & 8) != 0) options.types = {"a:category"}, options.missing = {"-200"};
  if ((data[0] & 16) != 0) options.split = "s", options.who = "w", options.group = {"w", "s"};
  const auto set = tadpole::import_table_text(text, "fuzz.csv", options);
  if (!set.ok()) {
    if (set.error().message.empty()) std::abort();
    return 0;
  }
  for (const tadpole::Sample& sample : set.value().samples) {
    const auto values = set.value().float_values(sample);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto categories = set.value().channels[i].categories.size();
      if (categories > 0 && !std::isnan(values[i]) &&
          !(values[i] >= 0 && values[i] < static_cast<float>(categories)))
        std::abort();
    }
  }
  return 0;
}
