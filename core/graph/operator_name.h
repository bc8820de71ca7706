// SPDX-License-Identifier: Apache-2.0
// How messages and tables call an operator.
#pragma once
#include <string>

#include "core/graph/graph.h"

namespace tadpole {

// "CONV_2D"; custom operators by their own name; "operator 999" for a number that has none.
std::string operator_name(const GraphOp& op);

}  // namespace tadpole
