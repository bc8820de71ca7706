// SPDX-License-Identifier: Apache-2.0
// What the compiler says about operators, beyond their numbers in device/model/builtin.h.
#pragma once
#include <string>

#include "core/graph/graph.h"
#include "device/model/builtin.h"

namespace tadpole::builtin {

// What a learner may do instead of an operator that the compiler lacks.
std::string suggestion(const GraphOp& op);
// Convolutions and dense layers: input 1 holds constant weights.
bool has_weights(const GraphOp& op);

}  // namespace tadpole::builtin
