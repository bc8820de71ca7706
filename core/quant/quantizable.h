// SPDX-License-Identifier: Apache-2.0
// Which float graphs have an int8 form here, and how each operator's output is quantized.
#pragma once
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace tadpole {

enum class OutputRule {
  calibrated,   // from what the samples show
  symmetric,    // the same, with zero point 0
  as_input,     // the stored numbers are handed through
  joined,       // from what the samples show of it and of all its inputs, which share the scale
  probability,  // 0..1 whatever the samples show: scale 1/256, zero point -128
  signed_unit,  // -1..1 whatever the samples show: scale 1/128, zero point 0
  none,         // no int8 form
};
OutputRule output_rule(int builtin);

// Which inputs of an operator are what; -1: it has no such input.
struct WeightInputs {
  int data = 0, kernel = -1, bias = -1;
};
WeightInputs weight_inputs(int builtin);
// It has one kernel, and a bias that may be left out.
inline bool has_weights(int builtin) { return weight_inputs(builtin).kernel >= 0; }
// Whether the operator's inputs from `data` on are all activations (sums, products, joins), of
// which one may be a constant.
bool combines_activations(int builtin);
// The slots of an operator's activations.
std::vector<int> activation_slots(const GraphOp& op);

// Fails (unsupported) for an operator without int8 form, a tensor that is not float32, weights that
// are not constant or belong to two operators, more than one input; the message names it.
Outcome check_quantizable(const Graph& graph);
// Fails with no samples, a sample of the wrong size or with a value that is no number.
Outcome check_samples(const Graph& graph, std::span<const std::vector<float>> samples);

}  // namespace tadpole
