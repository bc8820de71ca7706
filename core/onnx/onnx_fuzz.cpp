// SPDX-License-Identifier: Apache-2.0
// Reads and imports whatever bytes come, then writes, plans and runs what came out.
#include <cstddef>
#include <cstdint>

#include "core/onnx/import_onnx.h"
#include "core/tflite/tflite.h"

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;
constexpr std::int64_t kMostMacs = 1 << 20;

// Larger models are imported, not run: time is better spent elsewhere.
bool is_small(const tadpole::Graph& graph) {
  std::size_t bytes = 0;
  for (const tadpole::GraphTensor& tensor : graph.tensors) {
    bytes += tensor.bytes();
    if (bytes > kMostBytes) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tadpole::Result<tadpole::ImportedModel> model = tadpole::import_onnx({data, size});
  if (!model.ok() || !is_small(model.value().graph)) return 0;
  tadpole::Result<tadpole::Bytes> written = tadpole::write_tflite(model.value().graph);
  if (!written.ok()) __builtin_trap();  // what is imported can be written
  tadpole::Result<tadpole::TfliteExecutor> executor =
      tadpole::TfliteExecutor::create(std::move(written).value());
  if (executor.ok() && executor.value().macs() <= kMostMacs) (void)executor.value().run();
  return 0;
}
