// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/mel_front_end.h"

#include <cstring>

#include "device/dsp/log_energy.h"
#include "device/dsp/logarithm.h"
#include "device/dsp/square_root.h"

namespace tadpole::device {
namespace {

using Float = FloatArithmetic;
using Fixed = FixedArithmetic;
constexpr int kSampleBits =
    13;  // fractional bits of the samples of a loud frame; FixedConstants::exponent is for them
constexpr int kPowerBits = 11;  // bits cut from a power, so that 64 bits hold the sum of a band

std::int32_t sum_of(const std::int16_t* samples, int count) {
  std::int32_t sum = 0;
  for (int i = 0; i < count; ++i) sum += samples[i];
  return sum;
}

void place_samples(const MelPlan<Float>& plan, const std::int16_t* samples, Complex<float>* data) {
  const FrontEndOptions& o = plan.options;
  const float* window = plan.window;
  if (o.mean_removal == MeanRemoval::none && o.pre_emphasis == 0.0f) {
    place_real(plan.fft, o.window_samples, data,
               [&](int i) { return static_cast<float>(samples[i]) * window[i]; });
    return;
  }
  const float mean = o.mean_removal == MeanRemoval::none
                         ? 0.0f
                         : static_cast<float>(sum_of(samples, o.window_samples)) /
                               static_cast<float>(o.window_samples);
  float before = static_cast<float>(samples[0]) - mean;  // the first sample is its own predecessor
  place_real(plan.fft, o.window_samples, data, [&](int i) {
    const float x = static_cast<float>(samples[i]) - mean;
    const float emphasised = x - o.pre_emphasis * before;
    before = x;
    return emphasised * window[i];
  });
}

// Largest magnitude that a sample can have once the mean is removed.
std::uint32_t peak_of(const std::int16_t* samples, int count, std::int32_t mean) {
  std::int32_t peak = 0;
  for (int i = 0; i < count; ++i) {
    const std::int32_t magnitude = samples[i] < 0 ? -samples[i] : samples[i];
    if (magnitude > peak) peak = magnitude;
  }
  return static_cast<std::uint32_t>(peak) +
         static_cast<std::uint32_t>(mean < 0 ? 1 - mean : 1 + mean);
}

// How many fractional bits the windowed values of this frame get: as many as leave them below 2^29.
int fraction_bits(const MelPlan<Fixed>& plan, std::uint32_t peak) {
  const int room = plan.options.pre_emphasis == 0.0f ? 29 : 28;
  const int bits = room - (32 - __builtin_clz(peak));
  const int most = kSampleBits + plan.fixed.most_shift;
  return bits < most ? bits : most;
}

// Pre-emphasis makes deep sounds small: uses the bits that became free. Returns by how many bits it
// scaled.
int scale_up(const MelPlan<Fixed>& plan, std::uint32_t magnitudes, int bits_now,
             Complex<std::int32_t>* data) {
  const int free = magnitudes == 0 ? 0 : __builtin_clz(magnitudes) - 3;
  const int most = kSampleBits + plan.fixed.most_shift - bits_now;
  const int bits = free < most ? free : most;
  if (bits <= 0) return 0;
  for (int k = 0; k < plan.fft.points; ++k)
    data[k] = {data[k].re * (1 << bits), data[k].im * (1 << bits)};
  return bits;
}

// Returns the fractional bits of the placed values. Samples have two more, which the window's
// product drops.
int place_samples(const MelPlan<Fixed>& plan, const std::int16_t* samples,
                  Complex<std::int32_t>* data) {
  const FrontEndOptions& o = plan.options;
  const std::int32_t* window = plan.window;
  const std::int64_t sum =
      o.mean_removal == MeanRemoval::none ? 0 : sum_of(samples, o.window_samples);
  const std::uint32_t peak =
      peak_of(samples, o.window_samples, static_cast<std::int32_t>(sum / o.window_samples));
  const int bits = fraction_bits(plan, peak);
  const std::int32_t one = std::int32_t{1} << (bits + 2);
  const auto mean = static_cast<std::int32_t>(sum * one / o.window_samples);
  if (o.pre_emphasis == 0.0f) {
    place_real(plan.fft, o.window_samples, data,
               [&](int i) { return high_mul(samples[i] * one - mean, window[i]); });
    return bits;
  }
  std::int32_t before = samples[0] * one - mean;
  std::uint32_t magnitudes = 0;
  place_real(plan.fft, o.window_samples, data, [&](int i) {
    const std::int32_t x = samples[i] * one - mean;
    const std::int32_t emphasised = x - 2 * high_mul(before, plan.fixed.pre_emphasis_q31);
    before = x;
    const std::int32_t value = high_mul(emphasised, window[i]);
    magnitudes |= static_cast<std::uint32_t>(value ^ (value >> 31));
    return value;
  });
  return bits + scale_up(plan, magnitudes, bits, data);
}

inline float power_of(Complex<float> x) { return x.re * x.re + x.im * x.im; }
inline std::uint64_t power_of(Complex<std::int32_t> x) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(x.re) * x.re) +
         static_cast<std::uint64_t>(static_cast<std::int64_t>(x.im) * x.im);
}

float log_of(const FrontEndOptions& o, float sum) {
  const float value = natural_log((sum < o.log_floor ? o.log_floor : sum) + o.log_offset);
  return o.log_scale == 1.0f ? value : o.log_scale * value;
}

// mantissa * 2^exponent as an integer; the plan's most_shift keeps it below 2^62.
std::uint64_t scaled(std::uint32_t mantissa, int exponent) {
  if (exponent >= 0) return static_cast<std::uint64_t>(mantissa) << (exponent > 38 ? 38 : exponent);
  return exponent < -31 ? 0 : mantissa >> -exponent;
}

std::int32_t log_of(const FixedConstants& c, std::uint64_t sum, int exponent) {
  const std::uint64_t floor = scaled(c.floor_mantissa, c.floor_exponent - exponent);
  const std::uint64_t value = sum < floor ? floor : sum;
  return natural_log_q16(value + scaled(c.offset_mantissa, c.offset_exponent - exponent), exponent);
}

void log_bands(const MelPlan<Float>& plan, const Complex<float>* spectrum, float* logs) {
  const auto sink = [&](int band, float sum) {
    const float normed = plan.gains == nullptr ? sum : plan.gains[band] * sum;
    logs[band] = log_of(plan.options, normed);
  };
  if (plan.options.spectrum == Spectrum::power) {
    apply_mel_bank<Float, FloatSides>(
        plan.bank, [&](int k) { return power_of(spectrum[k]); }, sink);
  } else {
    apply_mel_bank<Float, FloatSides>(
        plan.bank, [&](int k) { return square_root(power_of(spectrum[k])); }, sink);
  }
}

void log_bands(const MelPlan<Fixed>& plan, const Complex<std::int32_t>* spectrum, int shift,
               std::int32_t* logs) {
  const int exponent = plan.fixed.exponent - plan.fixed.shift_weight * shift;
  const auto sink = [&](int band, std::uint64_t sum) {
    logs[band] = log_of(plan.fixed, sum, exponent);
  };
  if (plan.options.spectrum == Spectrum::power) {
    apply_mel_bank<Fixed, FixedSides>(
        plan.bank, [&](int k) { return power_of(spectrum[k]) >> kPowerBits; }, sink);
  } else {
    apply_mel_bank<Fixed, FixedSides>(
        plan.bank, [&](int k) { return std::uint64_t{square_root_64(power_of(spectrum[k]))}; },
        sink);
  }
}

template <class A>
void cepstrum(const MelPlan<A>& plan, const typename A::Scalar* logs, typename A::Scalar* row) {
  const FrontEndOptions& o = plan.options;
  if (o.kind == FrontEndKind::mfcc) {
    for (int c = 0; c < o.coefficients; ++c)
      row[c] = dct_row(plan.dct + c * o.bands, logs, o.bands);
  } else if (row != logs) {
    for (int b = 0; b < o.bands; ++b) row[b] = logs[b];
  }
}

bool wants_energy(const FrontEndOptions& o) {
  return o.kind == FrontEndKind::mfcc && o.first_coefficient == FirstCoefficient::log_energy;
}

}  // namespace

void mel_frame(const MelPlan<Float>& plan, const std::int16_t* samples, const MelWork<Float>& work,
               float* row) {
  place_samples(plan, samples, work.spectrum);
  complex_fft(plan.fft, work.spectrum);
  split_real(plan.fft, work.spectrum);
  log_bands(plan, work.spectrum, work.logs);
  cepstrum(plan, work.logs, row);
  const FrontEndOptions& o = plan.options;
  if (wants_energy(o)) row[0] = log_energy(samples, o.window_samples, o.mean_removal, o.input_gain);
}

void mel_frame(const MelPlan<Fixed>& plan, const std::int16_t* samples, const MelWork<Fixed>& work,
               std::int32_t* row) {
  const int shift = place_samples(plan, samples, work.spectrum) - kSampleBits;
  complex_fft(plan.fft, work.spectrum);
  split_real(plan.fft, work.spectrum);
  log_bands(plan, work.spectrum, shift, work.logs);
  cepstrum(plan, work.logs, row);
  const FrontEndOptions& o = plan.options;
  if (wants_energy(o))
    row[0] = log_energy_q16(samples, o.window_samples, o.mean_removal, plan.fixed.gain_log2);
}

void power_frame(const MelPlan<Float>& plan, const std::int16_t* samples,
                 const MelWork<Float>& work) {
  place_samples(plan, samples, work.spectrum);
  complex_fft(plan.fft, work.spectrum);
  split_real(plan.fft, work.spectrum);
  work.spectrum[0].im = 0.0f;
  for (int k = 0; k < plan.fft.points; ++k) work.spectrum[k].re = power_of(work.spectrum[k]);
}

}  // namespace tadpole::device
