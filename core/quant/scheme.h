// SPDX-License-Identifier: Apache-2.0
// What a quantization scheme makes of activations.
#pragma once
#include "core/quant/calibration.h"

namespace tadpole {

// Of the activations of a graph whose activations are stored as integers: int8 or int16. Expects:
// not dynamic_range.
DType activation_type(QuantizationScheme scheme);
// int8: asymmetric, 0 exact. int16: symmetric. A range of nothing gets scale 1/128 or 1/32768.
Quantization activation_quantization(Range range, QuantizationScheme scheme);
// The same with zero point 0 in int8 too.
Quantization symmetric_quantization(Range range, QuantizationScheme scheme);
// Of a probability (0..1) and of what lies in -1..1, whatever the samples show.
Quantization probability_quantization(QuantizationScheme scheme);
Quantization signed_unit_quantization(QuantizationScheme scheme);
// 16 bits hold the extremes with room to spare: the other methods are for int8.
CalibrationMethod calibration_of(const PostTrainingOptions& options);

}  // namespace tadpole
