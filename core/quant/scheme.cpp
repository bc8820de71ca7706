// SPDX-License-Identifier: Apache-2.0
#include "core/quant/scheme.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace tadpole {
namespace {

constexpr double kLargestInt8 = 127.0, kLargestInt16 = 32767.0;

}  // namespace

const std::vector<std::string>& scheme_names() {
  static const std::vector<std::string> names = {"int8", "int16x8", "dynamic_range"};
  return names;
}

Result<QuantizationScheme> parse_scheme(const std::string& name) {
  const std::vector<std::string>& names = scheme_names();
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end()) return static_cast<QuantizationScheme>(at - names.begin());
  return wrong_use("there is no scheme '" + name + "'" + did_you_mean(name, names) + "; use " +
                   join(names, ", "));
}

DType activation_type(QuantizationScheme scheme) {
  TADPOLE_EXPECT(scheme != QuantizationScheme::dynamic_range);
  return scheme == QuantizationScheme::int16x8 ? DType::int16 : DType::int8;
}

Quantization activation_quantization(Range range, QuantizationScheme scheme) {
  if (scheme != QuantizationScheme::int16x8) return activation_quantization(range);
  return symmetric_quantization(range, scheme);
}

Quantization symmetric_quantization(Range range, QuantizationScheme scheme) {
  const double most = scheme == QuantizationScheme::int16x8 ? kLargestInt16 : kLargestInt8;
  const double largest = std::max(-static_cast<double>(range.low), static_cast<double>(range.high));
  const double scale = (largest < 1e-12 ? most / (most + 1.0) : largest) / most;
  return {.scale = {static_cast<float>(scale)}, .zero_point = {0}, .axis = 0};
}

Quantization probability_quantization(QuantizationScheme scheme) {
  if (scheme == QuantizationScheme::int16x8) return signed_unit_quantization(scheme);
  return {.scale = {1.0F / 256.0F}, .zero_point = {-128}, .axis = 0};
}

Quantization signed_unit_quantization(QuantizationScheme scheme) {
  const float scale = scheme == QuantizationScheme::int16x8 ? 1.0F / 32768.0F : 1.0F / 128.0F;
  return {.scale = {scale}, .zero_point = {0}, .axis = 0};
}

CalibrationMethod calibration_of(const PostTrainingOptions& options) {
  return options.scheme == QuantizationScheme::int16x8 ? CalibrationMethod::min_max
                                                       : options.calibration;
}

}  // namespace tadpole
