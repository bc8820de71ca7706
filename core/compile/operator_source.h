// SPDX-License-Identifier: Apache-2.0
// Where the code of an operator is: the folders device/ops and device/signal are the list.
#pragma once
#include <span>
#include <string>

#include "core/graph/graph.h"
#include "device/model/op_definition.h"

namespace tadpole {

struct OperatorSource {
  const device::OpDefinition* definition = nullptr;
  const char* symbol = "";  // of the definition, in tadpole::device
  const char* file = "";    // "device/ops/gather.cpp"
};

std::span<const OperatorSource> operator_sources();

// nullptr: there is no such operator.
const OperatorSource* find_operator_source(const GraphOp& op);

}  // namespace tadpole
