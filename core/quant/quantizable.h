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
  as_input,     // the stored numbers are handed through
  probability,  // 0..1 whatever the samples show: scale 1/256, zero point -128
  none,         // no int8 form
};
OutputRule output_rule(int builtin);
// CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED: input 1 is a kernel, input 2 (optional) a bias.
bool has_weights(int builtin);

// Fails (unsupported) for an operator without int8 form, a tensor that is not float32, weights that
// are not constant or belong to two operators, more than one input; the message names it.
Outcome check_quantizable(const Graph& graph);
// Fails with no samples, a sample of the wrong size or with a value that is no number.
Outcome check_samples(const Graph& graph, std::span<const std::vector<float>> samples);

}  // namespace tadpole
