// SPDX-License-Identifier: Apache-2.0
// How far an int8 graph is from its float twin, layer by layer.
#pragma once
#include <span>
#include <vector>

#include "core/quant/post_training.h"

namespace tadpole {

// Both graphs have the same operators on the same tensor indices. In running order. Fails when a
// graph cannot run.
Result<std::vector<LayerError>> layer_errors(const Graph& real, const Graph& quantized,
                                             std::span<const std::vector<float>> samples);

}  // namespace tadpole
