// SPDX-License-Identifier: Apache-2.0
// Power spectrum of 512 real int16 samples, fixed point, in place in 1 KB: a 256-point complex FFT
// (radix 4, decimation in time, each stage divided by 4 with rounding) and the split into the real
// spectrum. Bit-exact with the int16 RFFT and energy of TensorFlow Lite Micro's signal library,
// whose rounding it repeats: x / n is (x * (32767 / n) + 2^14) >> 15.
#pragma once
#include <cstdint>

#include "device/dsp/packed16.h"

namespace tadpole::device {

inline constexpr int kRfft16Samples = 512;
inline constexpr int kRfft16Words = kRfft16Samples / 2;

// Where complex input k (samples 2k and 2k + 1) goes before the transform: the four base-4 digits
// of k reversed.
constexpr int rfft16_position(int k) {
  return ((k & 3) << 6) | ((k & 12) << 2) | ((k & 48) >> 2) | ((k & 192) >> 6);
}

// data: [kRfft16Words] pairs placed by rfft16_position(). Every sample is taken times 2^shift,
// which must fit int16. Afterwards data holds the 256-point spectrum in natural order. Cannot fail.
void fft16(Packed16* data, int shift);

// data: what fft16() left. Afterwards data[k] = re^2 + im^2 of bin k of the real spectrum, 1 <= k
// <= 255, and data[0] is that of bin 0. Cannot fail.
void split_to_energy16(std::uint32_t* data);
// The energy of bin 0 alone; first: data[0] as fft16() left it.
std::uint32_t bin_0_energy16(Packed16 first);

// data: what fft16() left; spectrum: [257] bins of the real spectrum. For checks and pictures.
void split_to_spectrum16(const Packed16* data, Packed16* spectrum);

}  // namespace tadpole::device
