// SPDX-License-Identifier: Apache-2.0
// Fast twin of the int8 depthwise convolution for hosts: eight channels at a time, AVX2 by run-time
// dispatch, the same bytes as the reference.
#pragma once
#include "device/ops/depthwise_conv_2d.h"

namespace tadpole::device {

// True when this processor and these parameters (depth multiplier 1, or one input channel) have a
// fast form.
bool depthwise_rows_available(const DepthwiseConv2dParams& p);

// As depthwise_conv_2d. Expects: depthwise_rows_available(p).
void depthwise_conv_2d_rows(const DepthwiseConv2dParams& p, const std::int8_t* input,
                            const std::int8_t* weights, const std::int32_t* bias,
                            std::int8_t* output);

}  // namespace tadpole::device
