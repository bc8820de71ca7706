// SPDX-License-Identifier: Apache-2.0
// Dynamic-range quantization: int8 weights, float activations that are rounded to int8 as the model
// runs. Source: TensorFlow Lite, post-training dynamic range quantization.
#pragma once
#include "core/graph/graph.h"

namespace tadpole {

// The kernels of convolutions, depthwise convolutions and fully connected layers as int8, one scale
// per output channel of convolutions, one per fully connected layer; the rest stays float. Expects:
// graph passes check_quantizable().
Graph with_dynamic_range(Graph graph);

}  // namespace tadpole
