// SPDX-License-Identifier: Apache-2.0
// One clip -> one feature map, by device/dsp: the host computes what the device will.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/options.h"
#include "core/base/result.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct FeatureOptions {
  std::string kind = "micro_frontend";  // micro_frontend | mfcc | log_mel
  std::string arithmetic = "float";     // float | fixed   (micro_frontend is always fixed)
  int window_ms = 30;
  int stride_ms = 20;
  int bands = 40;         // mel bands
  int coefficients = 10;  // mfcc only
  double low_hz = 125.0;  // mfcc and log_mel defaults differ: set by the template (20..4000)
  double high_hz = 7500.0;
};

// The options with their units, ranges and help. The struct must outlive the set.
OptionSet describe(FeatureOptions& options);

class FeatureExtractor {
 public:
  virtual ~FeatureExtractor() = default;
  // Fails (wrong_use) when a kind is unknown or numbers are out of range or do not fit together.
  static Result<std::unique_ptr<FeatureExtractor>> create(const FeatureOptions& options);

  // {time, band, 1}: {49, 40, 1} or {49, 10, 1} for one second.
  virtual std::array<int, 3> shape() const = 0;
  // Of a clip of any length.
  virtual int rows(std::size_t samples) const = 0;
  // clip: [kClipSamples] at 16 kHz, or a recording of any length, which is heard as one stream;
  // out: [rows(clip.size()) * band]. Thread-safe (all state is on the caller's stack or per call).
  // out holds real values: what (stored - zero_point) * scale gives on the device.
  virtual void extract(std::span<const std::int16_t> clip, std::span<float> out) const = 0;
  // When the features are born as int8 (micro_frontend): their fixed scale and zero point, which
  // the model's input must carry. Else 0, 0: calibration chooses and the device quantizes with
  // round-half-away and clamp.
  virtual float scale() const = 0;
  virtual int zero_point() const = 0;
  // The bytes the model's int8 input gets, with the input's scale and zero point. Same bytes on
  // every target.
  virtual void extract_int8(std::span<const std::int16_t> clip, float scale, int zero_point,
                            std::span<std::int8_t> out) const = 0;
  // Text that names the computation exactly: part of the cache key.
  virtual std::string fingerprint() const = 0;
};

}  // namespace tadpole
