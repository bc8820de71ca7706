// SPDX-License-Identifier: Apache-2.0
// Operator versions that 16-bit activations and dynamic-range weights ask for. Source: TensorFlow
// Lite converter's rules.
#pragma once
#include "core/graph/graph.h"

namespace tadpole {

// data_input: whose type decides. 1 where the types ask for nothing. Expects: tensor indices in
// range.
int version_of_types(const Graph& graph, const GraphOp& op, std::size_t data_input);

// "2.4.0": the first runtime with this version, nullptr where it is not one of those above.
const char* runtime_of_types(int builtin, int version);

}  // namespace tadpole
