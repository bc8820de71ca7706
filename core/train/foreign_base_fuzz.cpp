// SPDX-License-Identifier: Apache-2.0
// Makes a network that trains of whatever .tflite bytes come, as transfer learning does.
#include <cstddef>
#include <cstdint>

#include "core/nn/model_of_graph.h"
#include "core/tflite/tflite.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tadpole::Result<tadpole::Graph> graph = tadpole::read_tflite({data, size});
  if (!graph.ok()) return 0;
  const tadpole::Result<tadpole::Model> model = tadpole::model_of_graph(graph.value());
  (void)tadpole::input_range(graph.value());
  // What was made can be written again.
  if (model.ok() && model.value().runs_on_device().ok() &&
      !tadpole::write_tflite(model.value().lower()).ok())
    __builtin_trap();
  return 0;
}
