// SPDX-License-Identifier: Apache-2.0
// The front end of every task but keywords: the stored values of one sample (a picture, a window of
// motion, a row) -> features, by device/dsp.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
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
  // False for samples of a shape that it cannot read.
  virtual bool takes(std::array<int, 3> shape) const = 0;
  // stored: the sample's values as its set stores them; shape: of the sample. features: as many as
  // shape() holds.
  virtual void real(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
                    std::span<float> features) const = 0;
  // The bytes that the device gives the model's int8 input.
  virtual void int8(std::span<const std::uint8_t> stored, std::array<int, 3> shape,
                    device::Quantization input, std::span<std::int8_t> features) const = 0;
  // What the board's sensor gives for such a sample: the stored values, unless the sensor has a
  // format of its own.
  virtual std::vector<std::uint8_t> raw(std::span<const std::uint8_t> stored,
                                        std::array<int, 3> /*shape*/) const {
    return {stored.begin(), stored.end()};
  }
  // int8() of what raw() gave for a sample of that shape.
  virtual void int8_of_raw(std::span<const std::uint8_t> raw, std::array<int, 3> shape,
                           device::Quantization input, std::span<std::int8_t> features) const {
    int8(raw, shape, input, features);
  }
  // Names the computation exactly, fitted numbers included.
  virtual std::string fingerprint() const = 0;
  // All that it takes to make the same front end again, see front_end_from_json().
  virtual nlohmann::json to_json() const = 0;
  // For samples of one shape. type is empty when the device cannot compute it.
  virtual DeviceFrontEnd device(std::array<int, 3> shape) const = 0;
};

// What SampleFrontEnd::to_json() told, as a front end. The JSON may come from a stranger's model:
// fails when it is of no kind that is known, or when a field is missing or out of range.
Result<std::unique_ptr<SampleFrontEnd>> front_end_from_json(const nlohmann::json& json);
// What it fails with.
Error damaged_notes(const std::string& kind);

}  // namespace tadpole
