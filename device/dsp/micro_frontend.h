// SPDX-License-Identifier: Apache-2.0
// The micro_speech front end: window, 512-point spectrum, mel bands, noise reduction, gain
// normalization, logarithm; int16 samples to int8 features, integers only. Bit-exact with
// TensorFlow Lite Micro's audio_preprocessor_int8.
#pragma once
#include <array>
#include <cstdint>

#include "device/dsp/micro_filter_bank.h"
#include "device/dsp/rfft_int16.h"

namespace tadpole::device {

// Sizes and tables; the tables must outlive the plan.
struct MicroPlan {
  int window_samples = 0;
  const std::int16_t* window = nullptr;  // [window_samples], 12 fractional bits
  MicroBank bank;
};

// All memory a frame needs: `spectrum` and `sums` hold nothing between frames, `noise` does.
struct MicroWork {
  std::array<Packed16, kRfft16Words>& spectrum;
  std::uint64_t* sums;   // [bands]
  std::uint32_t* noise;  // [bands], zero before the first frame of a clip
};

// samples: [window_samples]; features: [bands], (q + 128) * 26 / 256 is the real value. Cannot
// fail.
void micro_frame(const MicroPlan& plan, const std::int16_t* samples, const MicroWork& work,
                 std::int8_t* features);

// The stages one by one, for tests and pictures. Each reads what the one before left.
// Windows the samples, scales them up to use all bits, transforms; returns by how many bits it
// scaled.
int micro_energy(const MicroPlan& plan, const std::int16_t* samples,
                 std::array<Packed16, kRfft16Words>& spectrum);
// From the energies in work.spectrum to features, band by band.
void micro_features(const MicroPlan& plan, int scale_bits, const MicroWork& work,
                    std::int8_t* features);
// One band's cleaned, normalized, logarithmic feature, from its sum; noise is updated.
std::int8_t micro_feature(std::uint64_t sum, int scale_bits, bool odd, std::uint32_t& noise);

}  // namespace tadpole::device
