// SPDX-License-Identifier: Apache-2.0
// The tables that 16-bit logistic, tanh and softmax interpolate in, made by the compiler with the
// numbers of TensorFlow Lite's reference kernels: every sample is moved by half the error that
// interpolation makes in the middle of its step.
#pragma once
#include <array>

#include "device/dsp/table_math.h"

namespace tadpole::device {

// 65536 / (1 + exp(-i / 24)): steps of 2^9 of a number in which 2^17 is 32 / 3.
constexpr std::array<std::uint16_t, 256> make_logistic_table() {
  constexpr auto value = [](double at) { return 65536.0 / (1.0 + table::exp(-at / 24.0)); };
  std::array<std::uint16_t, 256> out{};
  for (int i = 0; i < 255; ++i) {
    const double error = (value(i) + value(i + 1)) / 2.0 - value(i + 0.5);
    out[static_cast<std::size_t>(i)] =
        static_cast<std::uint16_t>(table::round(value(i) - error / 2.0));
  }
  out[255] = 65535;
  return out;
}
inline constexpr std::array<std::uint16_t, 256> kLogisticTable = make_logistic_table();

using Int16Table = std::array<std::int16_t, 513>;

// 32768 * function over the values that int16 stands for, from `low` in steps of scale * 128. In
// single precision, as the reference: the last bit of a sample may hang on it.
template <typename Function>
constexpr Int16Table make_int16_table(float low, float high, const Function& function) {
  const auto round = [](float x) { return static_cast<float>(table::round(table::wide(x))); };
  const float unit = 2.0F / 65535.0F;
  const float per_unit = 65536.0F / (unit * 32767.0F - unit * -32768.0F);
  const float step = (high - low) / 512.0F;
  const auto stored = [](float x) {
    return static_cast<std::int16_t>(x > 32767.0F ? 32767.0F : x);
  };
  Int16Table out{};
  for (int i = 0; i < 512; ++i) {
    const float at = low + static_cast<float>(i) * step;
    const float next = function(low + static_cast<float>(i + 1) * step) * per_unit;
    const float sample = round(function(at) * per_unit);
    const float between = round((next + sample) / 2.0F);
    const float error = between - round(function(at + step / 2.0F) * per_unit);
    out[static_cast<std::size_t>(i)] = stored(sample - round(error / 2.0F));
  }
  out[512] = stored(round(function(high) * per_unit));
  return out;
}

// exp(x) of x in [-10, 0].
inline constexpr Int16Table kExpTable =
    make_int16_table(10.0F / 65535.0F * -65535.0F, 0.0F, [](float x) {
      return static_cast<float>(table::exp(table::wide(x)));
    });
// 1 / (1 + x) of x in [0, 1].
inline constexpr Int16Table kReciprocalTable = make_int16_table(
    0.0F, 1.0F / 65535.0F * 65535.0F, [](float x) { return 1.0F / (1.0F + x); });

// value: of int16, wherever it comes from.
constexpr std::int16_t interpolate(const Int16Table& table, std::int32_t value) {
  const auto index = static_cast<std::size_t>(256 + (value >> 7));
  const std::int32_t base = table[index];
  const std::int32_t slope = table[index + 1] - base;
  return static_cast<std::int16_t>(base + ((slope * (value & 0x7F) + 64) >> 7));
}

}  // namespace tadpole::device
