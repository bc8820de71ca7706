// SPDX-License-Identifier: Apache-2.0
// The text of operators that their own code plans (core/compile/planned_op.h): their tensors,
// options and scales as constants.
#pragma once
#include <string>
#include <vector>

#include "core/compile/step.h"

namespace tadpole {

// Gives the planned steps their calls, and each constant that they read to the first that does.
void number_planned(const Graph& graph, std::vector<Step>& steps);

// Bytes of the arena that planned operators keep, all together; 0: there are none.
std::size_t planned_bytes(const std::vector<Step>& steps);
// Of their records in flash, beside the tables.
std::size_t planned_record_bytes(const std::vector<Step>& steps, const Graph& graph);

// Declarations of the operators, to stand before the namespace of the model.
std::string planned_externals(const Graph& graph, const std::vector<Step>& steps);
// Their records, to stand before start(); empty when there are none.
std::string planned_records(const Graph& graph, const std::vector<Step>& steps);

}  // namespace tadpole
