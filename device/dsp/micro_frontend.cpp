// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/micro_frontend.h"

#include "device/dsp/micro_log.h"
#include "device/dsp/pcan.h"
#include "device/dsp/spectral_subtraction.h"
#include "device/dsp/square_root.h"

namespace tadpole::device {
namespace {

// Weights have 12 fractional bits and are at most 4096, so that a product fits 16 bits again.
// Returns the magnitudes.
inline Packed16 store_windowed(const std::int16_t* samples, const std::int16_t* window,
                               Packed16* at) {
  const Packed16 x = load_pair(samples);
  const Packed16 w = load_pair(window);
  const Packed16 pair = pack_shifted16<12>(mul_low(x, w), mul_high(x, w));
  *at = pair;
  return abs16(pair);
}

// Returns the bitwise or of all magnitudes: its highest bit is that of the largest.
Packed16 window_into(const MicroPlan& plan, const std::int16_t* samples, Packed16* data) {
  const int pairs = plan.window_samples / 2;
  const std::int16_t* window = plan.window;
  Packed16 magnitudes = 0;
  int k = 0;
  for (; k + 4 <= pairs; k += 4, samples += 8, window += 8) {
    Packed16* at = data + rfft16_position(k);
    magnitudes |= store_windowed(samples, window, at);
    magnitudes |= store_windowed(samples + 2, window + 2, at + 64);
    magnitudes |= store_windowed(samples + 4, window + 4, at + 128);
    magnitudes |= store_windowed(samples + 6, window + 6, at + 192);
  }
  for (; k < pairs; ++k, samples += 2, window += 2) {
    magnitudes |= store_windowed(samples, window, data + rfft16_position(k));
  }
  if (plan.window_samples % 2 != 0) {
    const Packed16 single = pack16((samples[0] * window[0]) >> 12, 0);
    magnitudes |= abs16(single);
    data[rfft16_position(k++)] = single;
  }
  for (; k < kRfft16Words; ++k) data[rfft16_position(k)] = 0;
  return magnitudes;
}

// How the reference finds the largest magnitude when a sample is -32768: its int16 maximum becomes
// -32768 there and starts again, so that what came before is forgotten.
std::int16_t reference_maximum(const Packed16* data) {
  std::int16_t largest = 0;
  for (int i = 0; i < 2 * kRfft16Words; ++i) {
    const Packed16 pair = data[rfft16_position(i / 2)];
    const std::int32_t value = i % 2 == 0 ? low16(pair) : high16(pair);
    if (value > largest) {
      largest = static_cast<std::int16_t>(value);
    } else if (-value > largest) {
      largest = static_cast<std::int16_t>(-value);
    }
  }
  return largest;
}

// The rare case of a sample of -32768: scales in place, wrapping around as the reference does.
int scale_like_reference(Packed16* data) {
  const std::int16_t largest = reference_maximum(data);
  if (largest <= 0) return 0;
  const int bits = __builtin_clz(static_cast<std::uint32_t>(largest)) - 17;
  for (int k = 0; k < kRfft16Words; ++k) {
    data[k] = pack16(low16(data[k]) * (1 << bits), high16(data[k]) * (1 << bits));
  }
  return bits;
}

}  // namespace

int micro_energy(const MicroPlan& plan, const std::int16_t* samples,
                 std::array<Packed16, kRfft16Words>& spectrum) {
  const Packed16 magnitudes = window_into(plan, samples, spectrum.data());
  const std::uint32_t largest = (magnitudes | (magnitudes >> 16)) & 0xFFFFu;
  int bits = largest == 0 ? 0 : __builtin_clz(largest) - 17;
  if (bits < 0) {
    bits = scale_like_reference(spectrum.data());
    fft16(spectrum.data(), 0);
  } else {
    fft16(spectrum.data(), bits);
  }
  split_to_energy16(spectrum.data());
  return bits;
}

std::int8_t micro_feature(std::uint64_t sum, int scale_bits, bool odd, std::uint32_t& noise) {
  const std::uint32_t signal = square_root_48(sum) >> scale_bits;
  const std::uint32_t clean = subtract_noise(signal, noise, odd);
  const std::uint32_t log = micro_log(normalize_gain(clean, noise));
  const std::uint32_t feature = (log * 256 + 333) / 666;
  return static_cast<std::int8_t>(feature > 255 ? 127 : static_cast<std::int32_t>(feature) - 128);
}

void micro_frame(const MicroPlan& plan, const std::int16_t* samples, const MicroWork& work,
                 std::int8_t* features) {
  micro_features(plan, micro_energy(plan, samples, work.spectrum), work, features);
}

void micro_features(const MicroPlan& plan, int scale_bits, const MicroWork& work,
                    std::int8_t* features) {
  apply_micro_bank(plan.bank, work.spectrum.data(), work.sums);
  for (int band = 0; band < plan.bank.bands; ++band) {
    features[band] = micro_feature(work.sums[band], scale_bits, band % 2 != 0, work.noise[band]);
  }
}

}  // namespace tadpole::device
