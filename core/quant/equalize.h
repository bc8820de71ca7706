// SPDX-License-Identifier: Apache-2.0
// Cross-layer equalization: moves scale between the channels of two layers that follow each other,
// so that no channel's weights and activations drown in the int8 steps of a larger one. What the
// float graph computes stays. Source: Nagel et al., Data-Free Quantization Through Weight
// Equalization and Bias Correction, ICCV 2019, section 4.1.
#pragma once
#include <span>

#include "core/graph/graph.h"

namespace tadpole {

// Pairs of convolutions, depthwise convolutions and fully connected layers with nothing between
// them but relu, pools, padding and reshapes, which hand a positive factor through. A pair whose
// first layer ends in relu6 is taken only when the samples never reached 6, and then ends in relu.
// largest: the largest value of each tensor over the samples, by tensor index; empty: not known.
// Returns how many pairs were equalized. Expects: graph passes check_quantizable().
int equalize_layers(Graph& graph, std::span<const float> largest);

}  // namespace tadpole
