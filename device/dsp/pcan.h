// SPDX-License-Identifier: Apache-2.0
// Per-channel amplitude normalization: a gain of (noise + 80)^-0.95 per band, then a curve that
// squares small values and leaves large ones. Source: Wang et al., "Trainable frontend for robust
// and far-field keyword spotting", 2017; integer form of TensorFlow Lite Micro's signal library,
// bit-exact with its micro_speech settings.
#pragma once
#include <cstdint>

namespace tadpole::device {

// signal: cleaned band; noise: its estimate with kNoiseFractionBits. Returns the normalized band
// with 6 fractional bits. Cannot fail.
std::uint32_t normalize_gain(std::uint32_t signal, std::uint32_t noise);

// The gain alone, 21 fractional bits.
std::int32_t noise_gain(std::uint32_t noise);

// How the normalized signal is drawn together: x^2 / 4 below 2, x - 1 above; x with 12 fractional
// bits, the result with 6.
constexpr std::uint32_t shrink_gain(std::uint32_t x) {
  constexpr int kSnrBits = 12;
  constexpr int kOutputBits = 6;
  if (x < (2u << kSnrBits)) return (x * x) >> (2 + 2 * kSnrBits - kOutputBits);
  return (x >> (kSnrBits - kOutputBits)) - (1u << kOutputBits);
}

}  // namespace tadpole::device
