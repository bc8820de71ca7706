// SPDX-License-Identifier: Apache-2.0
// Reads, plans, runs, inspects and writes whatever bytes come.
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/tflite/tflite.h"
#include "device/model/executor.h"

namespace {

constexpr std::size_t kArenaBytes = std::size_t{8} << 20U;
constexpr std::int64_t kMostMacs =
    1 << 22;  // larger models are planned, not run: time is better spent elsewhere

void plan_and_run(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<std::uint8_t[]> arena(new std::uint8_t[kArenaBytes]());
  tadpole::device::Executor executor;
  if (executor.plan(data, size, arena.get(), kArenaBytes) != tadpole::device::Status::ok) return;
  executor.limit_rounds(100);
  if (executor.macs() <= kMostMacs) executor.run();
}

void read_and_write(const std::uint8_t* data, std::size_t size) {
  const tadpole::Result<tadpole::Graph> graph = tadpole::read_tflite({data, size});
  if (!graph.ok()) return;
  const tadpole::Result<tadpole::Bytes> written = tadpole::write_tflite(graph.value());
  if (!written.ok()) return;
  if (!tadpole::read_tflite(written.value()).ok()) __builtin_trap();  // what we write we read
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  plan_and_run(data, size);
  read_and_write(data, size);
  (void)tadpole::read_tflite_metadata({data, size});
  return 0;
}
