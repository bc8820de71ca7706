// SPDX-License-Identifier: Apache-2.0
// The twiddles of the int16 spectrum, made by the compiler.
#pragma once
#include "device/dsp/packed16.h"
#include "device/dsp/table_math.h"

namespace tadpole::device {

constexpr std::int32_t root_q15(double x) {
  return static_cast<std::int32_t>(table::floor(0.5 + 32767.0 * x));
}

// exp(-2 pi i t), t in turns: real part low, imaginary part high, 15 fractional bits.
constexpr Packed16 root16(double t) {
  return pack16(root_q15(table::cos_turns(t)), root_q15(-table::sin_turns(t)));
}

// Of butterfly k of a stage of m, to be multiplied into its input j.
constexpr Packed16 stage_root16(int m, int k, int j) {
  return root16(static_cast<double>(j * k) / (4 * m));
}

// Of bin k of the split into the real spectrum.
constexpr Packed16 split_root16(int k) { return root16((k / 256.0 + 0.5) / 2.0); }

}  // namespace tadpole::device
