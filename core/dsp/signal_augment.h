// SPDX-License-Identifier: Apache-2.0
// How a window of a sensor, or a stroke, is changed before every look at it.
#pragma once
#include <span>

#include "core/base/options.h"
#include "core/base/rng.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct SignalAugmentOptions {
  double scale_percent = 0.0;   // all values times 1 +- this, one number for a window
  double noise_percent = 0.0;   // normal noise, of each axis' own deviation
  double shift_percent = 0.0;   // along time, of the window; the end is repeated
  double speed_percent = 0.0;   // faster or slower about the middle of the window: what comes from
                                // outside is mirrored at its ends
  double rotate_degrees = 0.0;  // axes 0-2 (and 3-5) turned about a random direction; a stroke in
                                // its plane
};
// The options with their units and ranges. The struct must outlive the set.
OptionSet describe(SignalAugmentOptions& options);
bool changes_signals(const SignalAugmentOptions& options);

// x: [steps, axes], changed in place. The same rng: the same change. Cannot fail.
void augment_signal(std::span<float> x, int axes, const SignalAugmentOptions& options, Rng rng);

}  // namespace tadpole
