// SPDX-License-Identifier: Apache-2.0
// The front end of every task but keywords: the stored values of one sample (a picture, a window of
// motion, a row) -> features, by device/dsp.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "device/dsp/quantize.h"

namespace tadpole {

// How firmware names the same front end: text for its app_config.h. The type has
//   static constexpr std::size_t kRawBytes;       of one sample, as stored
//   void plan(device::Quantization input);
//   void extract(const void* raw, std::int8_t* features);
struct DeviceFrontEnd {
  std::vector<std::string> includes = {};  // "device/dsp/table_encoder.h"
  std::string definition = {};             // constants and the type itself
  std::string type = {};                   // "Row"
};

// Thread-safe.
class SampleFrontEnd {
 public:
  virtual ~SampleFrontEnd() = default;
  virtual std::array<int, 3> shape() const = 0;  // of the features: height (time), width, channels
  // stored: the sample's values as its set stores them; shape: of the sample. features: as many as
  // shape() holds.
  virtual void real(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
                    std::span<float> features) const = 0;
  // The bytes that the device gives the model's int8 input.
  virtual void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
                    device::Quantization input, std::span<std::int8_t> features) const = 0;
  // Names the computation exactly, fitted numbers included.
  virtual std::string fingerprint() const = 0;
  // For samples of one shape. type is empty when the device cannot compute it.
  virtual DeviceFrontEnd device(std::array<int, 3> shape) const = 0;
};

}  // namespace tadpole
