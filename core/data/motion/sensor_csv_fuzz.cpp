// SPDX-License-Identifier: Apache-2.0
// Any bytes as a sensor log: whole recordings of finite numbers or a sentence, never a crash.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/motion/motion_set.h"
#include "core/data/motion/sensor_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto missing : {tadpole::MissingValues::refuse, tadpole::MissingValues::interpolate}) {
    const auto log = tadpole::parse_sensor_log(text, "fuzz.csv", {.axes = {}, .missing = missing});
    if (!log.ok()) {
      if (log.error().message.empty()) std::abort();
      continue;
    }
    std::vector<tadpole::FoundPart> found;
    for (const tadpole::LogPart& part : log.value().parts) {
      if (part.values.empty() || part.values.size() % log.value().channels.size() != 0)
        std::abort();
      for (const float v : part.values)
        if (!std::isfinite(v)) std::abort();
      found.push_back({.part = part, .sample = {.name = "fuzz"}});
    }
    const auto set =
        tadpole::make_motion_set("motion", log.value().channels, std::move(found), 0.01, 0.0);
    if (!set.ok() && set.error().message.empty()) std::abort();
  }
  return 0;
}
