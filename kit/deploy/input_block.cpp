// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/input_block.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/compile/compiler.h"

namespace tadpole {

Result<Bytes> input_block(const Graph& graph, const std::vector<Bytes>& inputs) {
  if (inputs.size() != graph.inputs.size()) {
    return wrong_use(
        fmt::format("{} inputs were given, the model has {}", inputs.size(), graph.inputs.size()));
  }
  const InputPlaces places = input_places(graph);
  Bytes block(places.bytes, 0);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const GraphTensor& tensor = graph.tensors[static_cast<std::size_t>(graph.inputs[i])];
    if (inputs[i].size() != tensor.bytes()) {
      return wrong_use(fmt::format(
          "an input has {} bytes, the model takes {}; give the raw bytes of its input tensor",
          inputs[i].size(), tensor.bytes()));
    }
    std::copy(inputs[i].begin(), inputs[i].end(),
              block.begin() + static_cast<std::ptrdiff_t>(places.offsets[i]));
  }
  return block;
}

}  // namespace tadpole
