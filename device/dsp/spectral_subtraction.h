// SPDX-License-Identifier: Apache-2.0
// Noise reduction: a slow average per band is the noise; what is above it stays, and at least 5 %
// of the signal. Source: the spectral subtraction of TensorFlow Lite Micro's signal library,
// bit-exact with its micro_speech settings.
#pragma once
#include <cstdint>

namespace tadpole::device {

inline constexpr int kNoiseFractionBits = 10;  // the noise estimate is the signal times 2^10

// signal: one band; noise: its estimate, updated. odd: bands take turns with a slow (0.025) and a
// fast (0.06) average. Returns the cleaned signal. signal < 2^22. Cannot fail.
inline std::uint32_t subtract_noise(std::uint32_t signal, std::uint32_t& noise, bool odd) {
  constexpr std::uint32_t kOne = 1 << 14;
  constexpr std::uint32_t kSmoothing[2] = {409, 983};  // 0.025 and 0.06 of 2^14, cut
  constexpr std::uint32_t kRemaining = 819;            // 0.05 of 2^14, cut
  const std::uint32_t smoothing = kSmoothing[odd ? 1 : 0];
  const std::uint32_t scaled = signal << kNoiseFractionBits;
  noise = static_cast<std::uint32_t>((static_cast<std::uint64_t>(scaled) * smoothing +
                                      static_cast<std::uint64_t>(noise) * (kOne - smoothing)) >>
                                     14);
  const std::uint32_t estimate = noise > scaled ? scaled : noise;
  const std::uint32_t above = (scaled - estimate) >> kNoiseFractionBits;
  const auto least =
      static_cast<std::uint32_t>((static_cast<std::uint64_t>(signal) * kRemaining) >> 14);
  return above > least ? above : least;
}

}  // namespace tadpole::device
