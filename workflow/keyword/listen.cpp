// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/listen.h"

#include <fmt/format.h>

#include <cstring>

#include "core/data/audio_file.h"

namespace tadpole {

Result<std::vector<std::int16_t>> listen(const Path& file) {
  const std::vector<float> samples = TADPOLE_TRY(read_audio_16k(file));
  return fit_to_clip(samples);
}

Outcome fill_input(TfliteExecutor& executor, const FeatureExtractor& extractor,
                   std::span<const std::int16_t> clip) {
  const GraphTensor& input =
      executor.graph().tensors[static_cast<std::size_t>(executor.graph().inputs[0])];
  const auto shape = extractor.shape();
  const std::size_t values =
      static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]);
  if (input.elements() != values) {
    return Error{
        fmt::format("the features are {} x {}, the model's input '{}' has {} values; the model was "
                    "made for another "
                    "front end",
                    shape[0], shape[1], input.name, input.elements())};
  }
  const std::span<std::uint8_t> bytes = executor.input(0);
  if (input.type == DType::float32) {
    std::vector<float> map(values);
    extractor.extract(clip, map);
    std::memcpy(bytes.data(), map.data(), values * sizeof(float));
    return Done{};
  }
  if (input.type != DType::int8 || input.quantization.scale.size() != 1) {
    return Error{
        fmt::format("the model's input is {}; recordings are understood by int8 and float32 "
                    "models, feed bytes with "
                    "--raw-input",
                    dtype_name(input.type))};
  }
  extractor.extract_int8(clip, input.quantization.scale[0],
                         static_cast<int>(input.quantization.zero_point[0]),
                         std::span(reinterpret_cast<std::int8_t*>(bytes.data()), values));
  return Done{};
}

std::vector<float> real_values(const GraphTensor& tensor, std::span<const std::uint8_t> bytes) {
  std::vector<float> values(tensor.elements());
  const float scale = tensor.quantization.empty() ? 1.0F : tensor.quantization.scale[0];
  const auto zero = tensor.quantization.zero_point.empty() ? 0 : tensor.quantization.zero_point[0];
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (tensor.type == DType::float32) {
      std::memcpy(&values[i], bytes.data() + 4 * i, 4);
    } else if (tensor.type == DType::uint8) {
      values[i] = scale * static_cast<float>(bytes[i] - zero);
    } else {
      values[i] = scale * static_cast<float>(static_cast<std::int8_t>(bytes[i]) - zero);
    }
  }
  return values;
}

}  // namespace tadpole
