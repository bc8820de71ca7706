// SPDX-License-Identifier: Apache-2.0
// Resource variables as tensors that remember: VAR_HANDLE names one, READ_VARIABLE and
// ASSIGN_VARIABLE copy from it and to it. Subgraphs that CALL_ONCE names become operators behind
// the others, which run when the model is reset.
#pragma once
#include "core/base/result.h"
#include "core/graph/graph.h"

namespace tadpole {

struct LoweredGraph {
  // Tensors and operators keep their indices; new ones come behind. READ_VARIABLE has the variable
  // as its input, ASSIGN_VARIABLE as its output.
  Graph graph;
  int first_init = 0;      // operators from here on run when the model is reset
  int first_variable = 0;  // tensors from here on stand for resource variables
};

// Fails when a variable is read or assigned that no operator names, or in two forms; and for
// subgraphs and tensors that are not there.
Result<LoweredGraph> lower_variables(const Graph& graph);

}  // namespace tadpole
