// SPDX-License-Identifier: Apache-2.0
// The constants of a quantized layer's output channels: bias with the input offset folded in, Q31
// multiplier, shift; and which form of requantization they allow, proved from the weights. Source:
// TFLite 8-bit quantization specification; TFLite Micro's reference for the exact arithmetic of the
// scales.
#pragma once
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"
#include "device/ops/fixed_point.h"

namespace tadpole {

enum class RoundingForm { positive, any_sign, general };
const char* rounding_name(RoundingForm form);  // as device/ops/cortex_m/requantize.h spells it

struct ChannelTables {
  std::vector<std::int32_t> bias;
  std::vector<std::int32_t> multiplier;
  std::vector<std::int8_t> shift;  // to the right
  int zero_point = 0;
  int clamp_min = -128, clamp_max = 127;
  RoundingForm form = RoundingForm::general;
};

struct ChannelInput {
  const Graph& graph;
  const GraphOp& op;  // inputs: data, weights, bias or -1
  // weights[channel] in any order: only sums matter
  std::vector<std::vector<std::int8_t>> weights;
};

// Checks that data, weights, bias and output carry quantization that fits. Says which tensor does
// not.
Outcome check_channel_input(const ChannelInput& input);
// Input scale * weight scale / output scale of one channel, as a multiplier.
device::QuantizedMultiplier channel_multiplier(const ChannelInput& input, std::size_t channel);
std::int32_t channel_bias(const ChannelInput& input, std::size_t channel);

// Fails when quantization is missing or does not fit (says which tensor). The tables are rounded up
// to a multiple of `granularity` channels with zeros.
Result<ChannelTables> channel_tables(const ChannelInput& input, int granularity);

// The int8 range that a fused activation leaves. Fails for tanh and sign_bit.
Result<device::ActivationRange> fused_range(Activation activation, const Quantization& output);

}  // namespace tadpole
