// SPDX-License-Identifier: Apache-2.0
// What must hold before any pass runs, so that the passes index without fear.
#pragma once
#include "core/compile/compiler.h"

namespace tadpole {

// Fails when: the name is no C++ identifier; there is no operator, input or output; an index is out
// of range; a tensor is read before it is written; a shape is empty, dynamic or too large; constant
// data does not fit its shape.
Outcome check_graph(const Graph& graph, const CompileOptions& options);

// Fails when an output's shape does not follow from the operator's inputs and options, for the
// operators whose kernels rely on it. Expects: check_graph passed.
Outcome check_shapes(const Graph& graph);

}  // namespace tadpole
