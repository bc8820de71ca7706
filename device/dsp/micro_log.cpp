// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/micro_log.h"

#include <array>

#include "device/dsp/table_math.h"

namespace tadpole::device {
namespace {

// 2^16 (log2(1 + i / 128) - i / 128)
constexpr std::array<std::uint16_t, 129> make_corrections() {
  std::array<std::uint16_t, 129> table{};
  for (int i = 0; i <= 128; ++i) {
    const double x = i / 128.0;
    table[i] =
        static_cast<std::uint16_t>(table::round(65536.0 * (table::log1p(x) / table::kLn2 - x)));
  }
  return table;
}

constexpr std::array<std::uint16_t, 129> kCorrections = make_corrections();
constexpr std::uint32_t kLn2 = 45426;  // 2^16 ln 2
constexpr std::uint32_t kHalf = 1 << 15;

// log2(x), 16 fractional bits.
inline std::uint32_t log2_q16(std::uint32_t x) {
  const int exponent = 31 - __builtin_clz(x);
  const std::uint32_t mantissa = exponent < 16 ? x << (16 - exponent) : x >> (exponent - 16);
  const std::uint32_t fraction = mantissa & 0xFFFFu;
  const std::uint32_t segment = fraction >> 9;
  const std::int32_t here = kCorrections[segment];
  const std::int32_t step = kCorrections[segment + 1] - here;
  const std::int32_t partial = (step * static_cast<std::int32_t>(fraction & 0x1FFu)) >> 16;
  return (static_cast<std::uint32_t>(exponent) << 16) + fraction +
         static_cast<std::uint32_t>(here + partial);
}

}  // namespace

std::uint32_t scaled_log(std::uint32_t x, std::uint32_t scale) {
  const auto ln =
      static_cast<std::uint32_t>((static_cast<std::uint64_t>(kLn2) * log2_q16(x) + kHalf) >> 16);
  return (scale * ln + kHalf) >> 16;
}

std::uint32_t micro_log(std::uint32_t x) {
  const std::uint32_t scaled = x << 3;
  if (scaled <= 1) return 0;
  const std::uint32_t out = scaled_log(scaled, 64);
  return out < 32767 ? out : 32767;
}

}  // namespace tadpole::device
