// SPDX-License-Identifier: Apache-2.0
// Foreign report.json: it is refused with a sentence, or its page can be drawn.
#include <cstdint>
#include <string_view>

#include "core/report/html_report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto report =
      tadpole::parse_report(std::string_view(reinterpret_cast<const char*>(data), size));
  if (report.ok()) tadpole::html_report(report.value());
  return 0;
}
