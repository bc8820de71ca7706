// SPDX-License-Identifier: Apache-2.0
#include "core/quant/shared_scales.h"

#include <numeric>

#include "core/quant/quantizable.h"

namespace tadpole {

SharedScales::SharedScales(const Graph& graph, InputScale input)
    : fixed_(graph.tensors.size()), sets_range_(graph.tensors.size()), next_(graph.tensors.size()) {
  std::iota(next_.begin(), next_.end(), 0);
  const auto at = [](int tensor) { return static_cast<std::size_t>(tensor); };
  sets_range_[at(graph.inputs[0])] = true;
  fixed_[at(graph.inputs[0])] = input == InputScale::given;
  for (const GraphOp& op : graph.ops) {
    const OutputRule rule = output_rule(op.builtin);
    const int output = op.outputs[0];
    const int data = op.inputs[at(weight_inputs(op.builtin).data)];
    sets_range_[at(output)] = rule == OutputRule::calibrated || rule == OutputRule::symmetric ||
                              rule == OutputRule::joined;
    fixed_[at(output)] = rule == OutputRule::probability || rule == OutputRule::signed_unit;
    if (rule == OutputRule::as_input) {
      fixed_[at(output)] = fixed_[at(data)];
      if (!fixed_[at(data)]) join(output, data);
    }
    if (rule != OutputRule::joined) continue;
    for (const int one : op.inputs) {
      if (!fixed_[at(one)] && !graph.tensors[at(one)].is_constant()) join(output, one);
    }
  }
}

int SharedScales::root(int tensor) const {
  while (next_[static_cast<std::size_t>(tensor)] != tensor)
    tensor = next_[static_cast<std::size_t>(tensor)];
  return tensor;
}

void SharedScales::join(int a, int b) { next_[static_cast<std::size_t>(root(a))] = root(b); }

}  // namespace tadpole
