// SPDX-License-Identifier: Apache-2.0
// The motion features of device/dsp with options known at run time only: the tables are on the
// heap, the rest is the same code that a firmware image runs.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "device/dsp/quantize.h"
#include "device/dsp/spectral.h"

namespace tadpole {

class HostSpectral {
 public:
  // Expects check(options) == ok. Cannot fail.
  explicit HostSpectral(const device::SpectralOptions& options);
  HostSpectral(const HostSpectral&) = delete;
  HostSpectral& operator=(const HostSpectral&) = delete;

  const device::SpectralOptions& options() const { return plan_.options; }
  std::size_t features() const {
    return static_cast<std::size_t>(device::spectral_feature_count(plan_.options));
  }
  // window: [window_samples, axes]; out: [features()]. Thread-safe.
  void extract(std::span<const float> window, std::span<float> out) const;
  // The bytes that SpectralFrontEnd::extract_int8() gives. scaling.mean and .inverse: [features()],
  // or null.
  void extract_int8(std::span<const float> window, const device::FeatureScaling& scaling,
                    device::Quantization quantization, std::span<std::int8_t> out) const;

 private:
  std::vector<float> window_;
  std::vector<device::Complex<float>> twiddles_, split_;
  std::vector<std::uint16_t> ends_;
  device::SpectralPlan plan_;
};

// "acc_x mean", "acc_x 4.5-8.5 Hz", "acc_x~acc_y": what each feature is, in its order. axes: names,
// as many as options.axes.
std::vector<std::string> spectral_feature_names(const device::SpectralOptions& options,
                                                const std::vector<std::string>& axes);

// Every field in order, "name=value;": equal texts compute equal features.
std::string spectral_fingerprint(const device::SpectralOptions& options);

// A definition `inline constexpr tadpole::device::SpectralOptions <name> = ...;` that needs
// device/dsp/spectral_options.h. For SpectralFrontEnd<name>.
std::string spectral_source(const device::SpectralOptions& options, const std::string& name);

}  // namespace tadpole
