// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/listen.h"

#include <cstring>

#include "core/data/audio_file.h"

namespace tadpole {

Result<std::vector<std::int16_t>> listen(const Path& file) {
  const std::vector<float> samples = TADPOLE_TRY(read_audio_16k(file));
  return fit_to_clip(samples);
}

std::vector<float> real_values(const GraphTensor& tensor, std::span<const std::uint8_t> bytes) {
  std::vector<float> values(tensor.elements());
  const float scale = tensor.quantization.empty() ? 1.0F : tensor.quantization.scale[0];
  const auto zero = tensor.quantization.zero_point.empty() ? 0 : tensor.quantization.zero_point[0];
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (tensor.type == DType::float32) {
      std::memcpy(&values[i], bytes.data() + 4 * i, 4);
    } else if (tensor.type == DType::int16) {
      std::int16_t stored = 0;
      std::memcpy(&stored, bytes.data() + 2 * i, 2);
      values[i] = scale * static_cast<float>(stored - zero);
    } else if (tensor.type == DType::uint8) {
      values[i] = scale * static_cast<float>(bytes[i] - zero);
    } else {
      values[i] = scale * static_cast<float>(static_cast<std::int8_t>(bytes[i]) - zero);
    }
  }
  return values;
}

}  // namespace tadpole
