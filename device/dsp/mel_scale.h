// SPDX-License-Identifier: Apache-2.0
// The mel scale of HTK, mel = 1127 ln(1 + f / 700), and its vocal tract length warp. For tables.
// Source: Young et al., "The HTK Book", version 3.4, 2006, sections 5.4 and 5.5.
#pragma once
#include "device/dsp/front_end_options.h"
#include "device/dsp/table_math.h"

namespace tadpole::device {

constexpr double hz_to_mel(double hz) { return 1127.0 * table::log1p(hz / 700.0); }
constexpr double mel_to_hz(double mel) { return 700.0 * (table::exp(mel / 1127.0) - 1.0); }

// Frequencies are divided by the factor between two cut-offs; outside, straight lines lead back to the band limits.
constexpr double warp_hz(const FrontEndOptions& o, double hz) {
  const double factor = o.warp;
  if (factor == 1.0 || hz < o.low_hz || hz > o.high_hz) return hz;
  const double lower = o.warp_low_hz * (factor > 1.0 ? factor : 1.0);
  const double upper = o.warp_high_hz * (factor < 1.0 ? factor : 1.0);
  const double scale = 1.0 / factor;
  if (hz < lower) return o.low_hz + (scale * lower - o.low_hz) / (lower - o.low_hz) * (hz - o.low_hz);
  if (hz < upper) return scale * hz;
  return o.high_hz + (o.high_hz - scale * upper) / (o.high_hz - upper) * (hz - o.high_hz);
}

}  // namespace tadpole::device
