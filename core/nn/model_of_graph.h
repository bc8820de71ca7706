// SPDX-License-Identifier: Apache-2.0
// The way back from the device: a network that trains, made from a graph of other people's, float
// or int8. A base for transfer learning need not come from here.
#pragma once
#include "core/nn/model.h"

namespace tadpole {

// Layers in the graph's order, with its weights: int8 kernels become the real numbers they stand
// for. Convolutions (transposed ones too), depthwise and dense layers, pools, means over the image,
// pads, enlarging by whole numbers, adds, products, channels joined, reshapes and activations;
// quantize and dequantize vanish. The model computes what a float graph computes, up to rounding;
// of an int8 graph, what it computes without the rounding between layers. Fails with the operator,
// its index and its output for one that no layer computes, for a graph of several inputs or
// outputs, and for constants of a type or shape that do not fit.
Result<Model> model_of_graph(const Graph& graph);

// The range of real inputs that an int8 graph's first tensor can hold; {0, 0}: it is not quantized.
struct InputRange {
  float low = 0.0F, high = 0.0F;
};
InputRange input_range(const Graph& graph);

}  // namespace tadpole
