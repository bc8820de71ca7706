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

// Runs one sample, real values, on a graph of float32 or int8 with one input (int8: quantized on
// the way in).
Outcome run_sample(TfliteExecutor& executor, std::span<const float> sample);

// Real values of a computed tensor of float32 or int8, after run_sample(). index: of the executor's
// graph.
std::vector<float> real_values(const TfliteExecutor& executor, int index);

}  // namespace tadpole
