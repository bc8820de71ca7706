// SPDX-License-Identifier: Apache-2.0
// An archive from a stick: whatever is in it, good events are taken and nothing else happens.
#include <cstddef>
#include <cstdint>

#include "learning/log/event_store.h"
#include "learning/log/fold.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tadpole::learning;
  static const Device device = Device::temporary();
  const auto store = memory_event_store();
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (import_archive(text, *store, device).ok()) (void)store->read_since(0, 100);
  const auto event = event_from_json(Json::parse(text, nullptr, false));
  if (event.ok()) (void)fold({&event.value(), 1});
  return 0;
}
