// SPDX-License-Identifier: Apache-2.0
// Running a graph over samples with every tensor in view.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"
#include "core/tflite/tflite.h"

namespace tadpole {

// An executor of the graph that keeps all tensors. Fails as write_tflite() and
// TfliteExecutor::create().
Result<TfliteExecutor> tensor_keeping_executor(const Graph& graph);

// Real values as the bytes of a tensor: float32, int8 or int16 with one scale.
std::vector<std::uint8_t> stored_activation(const GraphTensor& tensor,
                                            std::span<const float> values);

// Runs one sample, real values, on a graph of float32, int8 or int16 with one input (quantized on
// the way in).
Outcome run_sample(TfliteExecutor& executor, std::span<const float> sample);

// Real values of a computed tensor of float32, int8 or int16, after run_sample(). index: of the
// executor's graph.
std::vector<float> real_values(const TfliteExecutor& executor, int index);

}  // namespace tadpole
