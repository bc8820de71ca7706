// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/pcan.h"

#include <array>

#include "device/dsp/table_math.h"

namespace tadpole::device {
namespace {

constexpr double kStrength = 0.95;
constexpr double kOffset = 80.0;
constexpr int kGainBits = 21;
constexpr int kNoiseBits = 7;  // 10 smoothing bits less 3 bits by which the input is small
constexpr int kSnrShift = 6;

constexpr std::int32_t exact_gain(std::uint32_t noise) {
  const double x = static_cast<double>(noise) / (1 << kNoiseBits) + kOffset;
  const double gain = table::power(x, -kStrength) * (1 << kGainBits);
  return gain > 32767.0 ? 32767 : static_cast<std::int32_t>(gain + 0.5);
}

// One parabola per octave [2^(i-1), 2^i): value at its start, slope and curvature. i = 2..32.
struct Parabola {
  std::int16_t start;
  std::int16_t slope;
  std::int16_t curve;
};

constexpr std::array<Parabola, 31> make_parabolas() {
  std::array<Parabola, 31> table{};
  for (int i = 2; i <= 32; ++i) {
    const std::uint32_t x0 = std::uint32_t{1} << (i - 1);
    const std::uint32_t x2 = i == 32 ? 0xFFFFFFFFu : 2 * x0;
    const std::int32_t y0 = exact_gain(x0);
    const std::int32_t middle = exact_gain(x0 + x0 / 2) - y0;
    const std::int32_t end = exact_gain(x2) - y0;
    const std::int32_t slope = 4 * middle - end;
    table[i - 2] = {static_cast<std::int16_t>(y0), static_cast<std::int16_t>(slope),
                    static_cast<std::int16_t>(end - slope)};
  }
  return table;
}

constexpr std::array<Parabola, 31> kParabolas = make_parabolas();
constexpr std::array<std::int32_t, 3> kSmall = {exact_gain(0), exact_gain(1), exact_gain(2)};

}  // namespace

std::int32_t noise_gain(std::uint32_t noise) {
  if (noise <= 2) return kSmall[noise];
  const int octave = 32 - __builtin_clz(noise);
  const Parabola& p = kParabolas[octave - 2];
  const std::uint32_t aligned = octave < 11 ? noise << (11 - octave) : noise >> (octave - 11);
  const auto fraction = static_cast<std::int32_t>(aligned & 0x3FFu);  // 10 bits
  std::int32_t sum = (p.curve * fraction) >> 5;
  sum += p.slope * 32;
  sum = (sum * fraction + (1 << 14)) >> 15;
  return static_cast<std::int16_t>(sum + p.start);
}

std::uint32_t normalize_gain(std::uint32_t signal, std::uint32_t noise) {
  const auto gain = static_cast<std::uint32_t>(noise_gain(noise));
  return shrink_gain(
      static_cast<std::uint32_t>((static_cast<std::uint64_t>(signal) * gain) >> kSnrShift));
}

}  // namespace tadpole::device
