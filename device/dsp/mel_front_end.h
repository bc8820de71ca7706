// SPDX-License-Identifier: Apache-2.0
// Log-mel and MFCC, frame by frame, in float or in 32-bit fixed point: window, real FFT, mel
// triangles, logarithm, DCT. Sources: Davis and Mermelstein, 1980; "The HTK Book", version 3.4,
// 2006, chapter 5.
#pragma once
#include <cstdint>

#include "device/dsp/dct.h"
#include "device/dsp/fft.h"
#include "device/dsp/front_end_options.h"
#include "device/dsp/mel_filter_bank.h"

namespace tadpole::device {

// Numbers that only the fixed-point frame needs.
struct FixedConstants {
  std::int32_t pre_emphasis_q31 = 0;
  std::int32_t gain_log2 = 0;
  // A band's integer sum times 2^(exponent - shift_weight * shift) is its real value; shift: of the
  // frame.
  std::int32_t exponent = 0;
  std::int32_t shift_weight = 2;
  std::int32_t most_shift = 24;
  // Real value = mantissa * 2^exponent.
  std::uint32_t offset_mantissa = 0;
  std::int32_t offset_exponent = 0;
  std::uint32_t floor_mantissa = 0;
  std::int32_t floor_exponent = 0;
};

// Sizes and tables; what it points to must outlive it.
template <class A>
struct MelPlan {
  FrontEndOptions options;
  const typename A::Scalar* window = nullptr;  // [window_samples]; float: times input_gain
  FftPlan<A> fft;
  MelBank<A> bank;
  const typename A::Scalar* dct = nullptr;  // [coefficients * bands], mfcc only
  FixedConstants fixed;
  const float* gains = nullptr;  // [bands], where bands have a norm; else null
};

// All memory a frame needs; nothing in it lives longer than the frame.
template <class A>
struct MelWork {
  Complex<typename A::Scalar>* spectrum;  // [fft_samples / 2]
  typename A::Scalar* logs;               // [bands]
};

// samples: [window_samples]; row: [row_length(options)]: float values, or values times
// 2^kRowFractionBits. For log_mel row may be work.logs. Cannot fail.
void mel_frame(const MelPlan<FloatArithmetic>& plan, const std::int16_t* samples,
               const MelWork<FloatArithmetic>& work, float* row);
void mel_frame(const MelPlan<FixedArithmetic>& plan, const std::int16_t* samples,
               const MelWork<FixedArithmetic>& work, std::int32_t* row);

// Power of bins 0..fft_samples / 2 - 1 in work.spectrum[bin].re, for pictures. Cannot fail.
void power_frame(const MelPlan<FloatArithmetic>& plan, const std::int16_t* samples,
                 const MelWork<FloatArithmetic>& work);

}  // namespace tadpole::device
