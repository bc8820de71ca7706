// SPDX-License-Identifier: Apache-2.0
// A front end of device/dsp whose options are known at run time only: the tables are on the heap,
// the rest is the same code that a firmware image runs.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "device/dsp/front_end_options.h"
#include "device/dsp/quantize.h"

namespace tadpole {

class HostFrontEnd {
 public:
  // Expects check(options) == ok. Cannot fail.
  static std::unique_ptr<HostFrontEnd> create(const device::FrontEndOptions& options);
  virtual ~HostFrontEnd() = default;

  const device::FrontEndOptions& options() const { return options_; }
  int rows(std::size_t samples) const {
    return device::row_count(options_, static_cast<int>(samples));
  }
  int row_length() const { return device::row_length(options_); }

  // clip: any length; out: [rows(clip.size()) * row_length()]. Every call starts from silence.
  // Thread-safe.
  virtual void real(std::span<const std::int16_t> clip, std::span<float> out) const = 0;
  virtual void int8(std::span<const std::int16_t> clip, device::Quantization quantization,
                    std::span<std::int8_t> out) const = 0;

 protected:
  explicit HostFrontEnd(const device::FrontEndOptions& options) : options_(options) {}
  const device::FrontEndOptions options_;
};

}  // namespace tadpole
