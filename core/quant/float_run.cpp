// SPDX-License-Identifier: Apache-2.0
#include "core/quant/float_run.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/quant/post_training.h"

namespace tadpole {
namespace {

const GraphTensor& tensor_at(const TfliteExecutor& executor, int index) {
  return executor.graph().tensors[static_cast<std::size_t>(index)];
}

}  // namespace

Result<TfliteExecutor> tensor_keeping_executor(const Graph& graph) {
  Bytes bytes = TADPOLE_TRY(write_tflite(graph));
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(std::move(bytes)));
  executor.keep_all_tensors();
  return executor;
}

std::vector<std::uint8_t> stored_activation(const GraphTensor& tensor,
                                            std::span<const float> values) {
  std::vector<std::uint8_t> bytes(values.size() * dtype_bytes(tensor.type));
  if (tensor.type == DType::float32) {
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
  }
  const float scale = tensor.quantization.scale[0];
  if (tensor.type == DType::int16) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto stored =
          static_cast<std::int16_t>(std::clamp(std::round(values[i] / scale), -32768.0F, 32767.0F));
      std::memcpy(bytes.data() + i * sizeof stored, &stored, sizeof stored);
    }
    return bytes;
  }
  const auto stored =
      quantize_values(values, scale, static_cast<int>(tensor.quantization.zero_point[0]));
  std::memcpy(bytes.data(), stored.data(), stored.size());
  return bytes;
}

Outcome run_sample(TfliteExecutor& executor, std::span<const float> sample) {
  const GraphTensor& input = tensor_at(executor, executor.graph().inputs[0]);
  TADPOLE_EXPECT(sample.size() == input.elements());
  const std::vector<std::uint8_t> stored = stored_activation(input, sample);
  std::memcpy(executor.input(0).data(), stored.data(), stored.size());
  return executor.run();
}

std::vector<float> real_values(const TfliteExecutor& executor, int index) {
  const GraphTensor& tensor = tensor_at(executor, index);
  const std::span<const std::uint8_t> bytes = executor.tensor(static_cast<std::size_t>(index));
  std::vector<float> values(tensor.elements());
  if (tensor.type == DType::float32) {
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  const float scale = tensor.quantization.scale[0];
  if (tensor.type == DType::int16) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::int16_t stored = 0;
      std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
      values[i] = scale * static_cast<float>(stored);
    }
    return values;
  }
  const auto zero = static_cast<int>(tensor.quantization.zero_point[0]);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = scale * static_cast<float>(static_cast<std::int8_t>(bytes[i]) - zero);
  }
  return values;
}

}  // namespace tadpole
