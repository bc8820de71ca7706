// SPDX-License-Identifier: Apache-2.0
// Analysis windows. Sources: Harris, "On the use of windows for harmonic analysis", 1978; povey is
// Kaldi's hann^0.85.
#pragma once
#include "device/dsp/front_end_options.h"
#include "device/dsp/table_math.h"

namespace tadpole::device {

// Value i of a window of n samples, n >= 2. For tables.
constexpr double window_value(WindowKind kind, WindowForm form, int i, int n) {
  const double t = static_cast<double>(i) / (form == WindowForm::periodic ? n : n - 1);
  const double hann = 0.5 - 0.5 * table::cos_turns(t);
  switch (kind) {
    case WindowKind::rectangular:
      return 1.0;
    case WindowKind::hann:
      return hann;
    case WindowKind::hamming:
      return 0.54 - 0.46 * table::cos_turns(t);
    case WindowKind::povey:
      return hann <= 0.0 ? 0.0 : table::power(hann, 0.85);
  }
  return 1.0;
}

}  // namespace tadpole::device
