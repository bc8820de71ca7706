// SPDX-License-Identifier: Apache-2.0
#include "core/compile/channel_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/compile/builtin.h"

namespace tadpole {
namespace {

constexpr int kLargestFastShift = 23;  // the offset (2 zp + 1) * 2^(shift - 1) stays within 31 bits

const GraphTensor& tensor(const ChannelInput& in, std::size_t slot) {
  return in.graph.tensors[in.op.inputs[slot]];
}

bool has_bias(const ChannelInput& in) { return in.op.inputs.size() > 2 && in.op.inputs[2] >= 0; }

// Largest |sum| that a channel can reach while it adds up raw inputs in [-128, 127].
std::int64_t reach(std::int32_t bias, const std::vector<std::int8_t>& weights) {
  std::int64_t sum = std::llabs(static_cast<long long>(bias));
  for (const std::int8_t w : weights) sum += 128LL * std::abs(static_cast<int>(w));
  return sum;
}

// The requantized value before the clamp, as the reference computes it.
std::int64_t reference_value(std::int64_t sum, const ChannelTables& t, std::size_t channel) {
  const int right = t.shift[channel];
  const std::int64_t shifted = right < 0 ? sum * (1LL << -right) : sum;
  std::int64_t value = (shifted * t.multiplier[channel] + (1LL << 30)) >> 31;
  if (right > 0) value = (value + (1LL << (right - 1)) - (value < 0 ? 1 : 0)) >> right;
  return value + t.zero_point;
}

// A channel whose output cannot change gets the simplest numbers that give the same output. No
// weights: the output is what the bias gives, sum = (q - zp) * 4, multiplier 1/2, shift 1. A scale
// that rounds every sum away: the zero point.
void simplify_constant_channel(ChannelTables& t, std::size_t c, std::int64_t limit,
                               bool no_weights) {
  const auto output = [&](std::int64_t sum) {
    return std::clamp<std::int64_t>(reference_value(sum, t, c), t.clamp_min, t.clamp_max);
  };
  if (no_weights) {
    t.bias[c] = static_cast<std::int32_t>((output(t.bias[c]) - t.zero_point) * 4);
    t.multiplier[c] = 1 << 30;
    t.shift[c] = 1;
  } else if (reference_value(-limit, t, c) == t.zero_point &&
             reference_value(limit, t, c) == t.zero_point) {
    t.multiplier[c] = 0;
    t.shift[c] = 1;
  }
}

bool fast_channel(const ChannelTables& t, std::size_t c, std::int64_t limit) {
  if (t.shift[c] < 0 || t.shift[c] > kLargestFastShift || limit >= (1LL << 30)) return false;
  const std::int64_t offset = ((2LL * t.zero_point + 1) << t.shift[c]) >> 1;
  const std::int64_t value = (limit * t.multiplier[c] >> 31) + 2;
  return std::llabs(offset) + value < (1LL << 31);
}

RoundingForm choose_form(const ChannelTables& t, const std::vector<std::int64_t>& limits) {
  bool shifted = true;
  for (std::size_t c = 0; c < limits.size(); ++c) {
    if (!fast_channel(t, c, limits[c])) return RoundingForm::general;
    shifted = shifted && t.shift[c] >= 1;
  }
  if (t.clamp_min != -128 || t.clamp_max != 127) return RoundingForm::general;
  if (t.zero_point == -128)
    return RoundingForm::positive;  // every value below zero is clamped to the zero point
  return shifted ? RoundingForm::any_sign : RoundingForm::general;
}

void pad(ChannelTables& t, int granularity) {
  const std::size_t n = (t.bias.size() + granularity - 1) / granularity * granularity;
  t.bias.resize(n, 0);
  t.multiplier.resize(n, 0);
  t.shift.resize(n, 1);
}

}  // namespace

Outcome check_channel_input(const ChannelInput& in) {
  const GraphTensor& output = in.graph.tensors[in.op.outputs[0]];
  for (const GraphTensor* t : {&tensor(in, 0), &output}) {
    if (t->quantization.scale.size() == 1) continue;
    return unsupported(fmt::format("tensor '{}' has {} scales, one was expected", t->name,
                                   t->quantization.scale.size()));
  }
  const std::size_t scales = tensor(in, 1).quantization.scale.size();
  if (scales != 1 && scales != in.weights.size()) {
    return unsupported(fmt::format("weights '{}' have {} scales, 1 or {} were expected",
                                   tensor(in, 1).name, scales, in.weights.size()));
  }
  const std::size_t channels = in.weights.size();
  if (has_bias(in) &&
      (tensor(in, 2).type != DType::int32 || tensor(in, 2).data.size() != channels * 4)) {
    return unsupported(
        fmt::format("bias '{}' is not {} constant int32 numbers", tensor(in, 2).name, channels));
  }
  for (const std::int64_t zero : tensor(in, 1).quantization.zero_point) {
    if (zero != 0)
      return unsupported(
          fmt::format("weights '{}' have zero point {}, 0 was expected", tensor(in, 1).name, zero));
  }
  return Done{};
}

// A dense layer with one scale multiplies input and weight scale in float first, a convolution in
// double: that is how the reference does it, and the last bit counts.
device::QuantizedMultiplier channel_multiplier(const ChannelInput& in, std::size_t channel) {
  const std::vector<float>& scales = tensor(in, 1).quantization.scale;
  const float weight = scales.size() == 1 ? scales[0] : scales[channel];
  const float input = tensor(in, 0).quantization.scale[0];
  const float output = in.graph.tensors[in.op.outputs[0]].quantization.scale[0];
  if (in.op.builtin == builtin::kFullyConnected && scales.size() == 1) {
    return device::quantize_multiplier(input * weight, output);
  }
  return device::quantize_multiplier(input, weight, output);
}

std::int32_t channel_bias(const ChannelInput& in, std::size_t channel) {
  if (!has_bias(in)) return 0;
  std::int32_t value = 0;
  std::memcpy(&value, tensor(in, 2).data.data() + channel * sizeof value, sizeof value);
  return value;
}

const char* rounding_name(RoundingForm form) {
  switch (form) {
    case RoundingForm::positive:
      return "Rounding::positive";
    case RoundingForm::any_sign:
      return "Rounding::any_sign";
    case RoundingForm::general:
      return "Rounding::general";
  }
  return "";
}

Result<device::ActivationRange> fused_range(Activation activation, const Quantization& output) {
  if (activation == Activation::tanh || activation == Activation::sign_bit) {
    return unsupported(
        "the fused activation is tanh or sign_bit; use it as an operator of its own");
  }
  return device::activation_range(static_cast<device::FusedActivation>(activation), output.scale[0],
                                  static_cast<std::int32_t>(output.zero_point[0]), -128, 127);
}

Result<ChannelTables> channel_tables(const ChannelInput& in, int granularity) {
  TADPOLE_TRY(check_channel_input(in));
  const Quantization& output = in.graph.tensors[in.op.outputs[0]].quantization;
  ChannelTables t;
  t.zero_point = static_cast<int>(output.zero_point[0]);
  const device::ActivationRange range = TADPOLE_TRY(fused_range(in.op.options.activation, output));
  t.clamp_min = range.min;
  t.clamp_max = range.max;
  const auto input_offset = -static_cast<std::int64_t>(tensor(in, 0).quantization.zero_point[0]);
  std::vector<std::int64_t> limits;
  for (std::size_t c = 0; c < in.weights.size(); ++c) {
    std::int64_t sum = 0;
    for (const std::int8_t w : in.weights[c]) sum += w;
    const device::QuantizedMultiplier scale = channel_multiplier(in, c);
    t.bias.push_back(static_cast<std::int32_t>(channel_bias(in, c) + input_offset * sum));
    t.multiplier.push_back(scale.multiplier);
    t.shift.push_back(static_cast<std::int8_t>(-scale.shift));
    const bool no_weights =
        std::all_of(in.weights[c].begin(), in.weights[c].end(), [](int w) { return w == 0; });
    limits.push_back(reach(t.bias[c], in.weights[c]));
    simplify_constant_channel(t, c, limits[c], no_weights);
    if (no_weights) limits[c] = std::llabs(static_cast<long long>(t.bias[c]));
  }
  t.form = choose_form(t, limits);
  pad(t, granularity);
  return t;
}

}  // namespace tadpole
