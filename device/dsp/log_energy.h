// SPDX-License-Identifier: Apache-2.0
// ln of the sum of squared samples of a window, the energy coefficient of HTK and Kaldi.
#pragma once
#include <cstdint>

#include "device/dsp/front_end_options.h"
#include "device/dsp/logarithm.h"

namespace tadpole::device {

// Sum of squares, about the mean when asked. count <= kMaxFftSamples. Cannot fail.
inline std::uint64_t sum_of_squares(const std::int16_t* samples, int count,
                                    MeanRemoval mean_removal) {
  std::int64_t squares = 0;
  std::int32_t sum = 0;
  for (int i = 0; i < count; ++i) {
    squares += static_cast<std::int32_t>(samples[i]) * samples[i];
    sum += samples[i];
  }
  if (mean_removal == MeanRemoval::per_window)
    squares -= static_cast<std::int64_t>(sum) * sum / count;
  return static_cast<std::uint64_t>(squares);
}

inline float log_energy(const std::int16_t* samples, int count, MeanRemoval mean_removal,
                        float gain) {
  const std::uint64_t squares = sum_of_squares(samples, count, mean_removal);
  const float value =
      static_cast<float>(static_cast<std::uint32_t>(squares >> 32)) * 4294967296.0f +
      static_cast<float>(static_cast<std::uint32_t>(squares));
  return natural_log(value < 1.0f ? 1.0f : value) + 2.0f * natural_log(gain);
}

inline std::int32_t log_energy_q16(const std::int16_t* samples, int count, MeanRemoval mean_removal,
                                   int gain_log2) {
  return natural_log_q16(sum_of_squares(samples, count, mean_removal), 2 * gain_log2);
}

}  // namespace tadpole::device
