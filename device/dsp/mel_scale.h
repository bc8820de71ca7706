// SPDX-License-Identifier: Apache-2.0
// The mel scales of HTK, mel = 1127 ln(1 + f / 700), and of Slaney, and HTK's vocal tract length
// warp. For tables. Sources: Young et al., "The HTK Book", version 3.4, 2006, sections 5.4 and 5.5;
// Slaney, "Auditory Toolbox", version 2, 1998.
#pragma once
#include "device/dsp/front_end_options.h"
#include "device/dsp/table_math.h"

namespace tadpole::device {

constexpr double hz_to_mel(double hz) { return 1127.0 * table::log1p(hz / 700.0); }
constexpr double mel_to_hz(double mel) { return 700.0 * (table::exp(mel / 1127.0) - 1.0); }

// Slaney: 200 / 3 Hz a mel up to 1 kHz, mel 15; then 27 mels for each factor of 6.4.
inline constexpr double kSlaneyHz = 200.0 / 3.0;

constexpr double hz_to_mel(MelScale scale, double hz) {
  if (scale == MelScale::htk) return hz_to_mel(hz);
  if (hz < 1000.0) return hz / kSlaneyHz;
  return 15.0 + 27.0 * table::log(hz / 1000.0) / table::log(6.4);
}
constexpr double mel_to_hz(MelScale scale, double mel) {
  if (scale == MelScale::htk) return mel_to_hz(mel);
  if (mel < 15.0) return mel * kSlaneyHz;
  return 1000.0 * table::exp((mel - 15.0) / 27.0 * table::log(6.4));
}

// Frequencies are divided by the factor between two cut-offs; outside, straight lines lead back to
// the band limits.
constexpr double warp_hz(const FrontEndOptions& o, double hz) {
  if (o.warp == 1.0f) return hz;
  const double scale = 1.0 / table::wide(o.warp);
  const double high = table::wide(o.high_hz);
  const double low = table::wide(o.low_hz);
  const double upper = table::wide(o.warp_high_hz) * 2.0 / (1.0 + scale);
  const double lower = table::wide(o.warp_low_hz) * 2.0 / (1.0 + scale);
  if (hz > upper) return (high - upper * scale) / (high - upper) * (hz - upper) + scale * upper;
  if (hz < lower) return (lower * scale - low) / (lower - low) * (hz - low) + low;
  return scale * hz;
}

}  // namespace tadpole::device
