// SPDX-License-Identifier: Apache-2.0
// Any bytes as a .ts or a UCR file: series of finite numbers or a sentence, never a crash.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/motion/ts_file.h"

namespace {

void check(const tadpole::Result<tadpole::SensorLog>& log) {
  if (!log.ok()) {
    if (log.error().message.empty()) std::abort();
    return;
  }
  for (const tadpole::LogPart& part : log.value().parts) {
    if (part.values.empty() || part.values.size() % log.value().channels.size() != 0) std::abort();
    for (const float v : part.values)
      if (!std::isfinite(v)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto missing : {tadpole::MissingValues::refuse, tadpole::MissingValues::interpolate}) {
    check(tadpole::parse_ts(text, "fuzz.ts", missing));
    check(tadpole::parse_ucr(text, "fuzz.tsv", missing));
  }
  return 0;
}
