// SPDX-License-Identifier: Apache-2.0
// One clip as it might have been said on another day: earlier or later, faster, louder, in a noisy
// room; and parts of its feature map hidden. Every function is pure: the same Rng gives the same
// bytes. Sources: time shift and background mix as in Warden, Speech Commands (2018); speed: Ko et
// al., Audio Augmentation for Speech Recognition (2015); masks: Park et al., SpecAugment (2019).
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/options.h"
#include "core/base/rng.h"

namespace tadpole {

struct AugmentOptions {
  int shift_ms = 100;
  double speed_percent = 10.0;
  double gain_db = 6.0;
  double background_frequency = 0.8;
  double background_volume = 0.1;
  int time_masks = 0;
  int time_mask_frames = 8;
  int band_masks = 0;
  int band_mask_bands = 6;
};
// The options with their units, ranges and help. The struct must outlive the set.
OptionSet describe(AugmentOptions& options);

// clip: [n] at 16 kHz; out: [n]. Speed and shift are one resampling about the clip's middle (cubic;
// what comes from outside the clip is 0), then gain, then with background_frequency a piece of one
// of the backgrounds (repeated when shorter than the clip) times a volume up to background_volume.
// Saturates at 16 bits. No backgrounds: none is mixed. Cannot fail. Switching one option off leaves
// the numbers drawn for the others as they are.
void augment_clip(std::span<const std::int16_t> clip, const AugmentOptions& options,
                  std::span<const std::vector<std::int16_t>> backgrounds, Rng rng,
                  std::span<std::int16_t> out);

// map: {time, band, channels} row by row, changed in place: whole frames and whole bands are set to
// the map's mean. Cannot fail.
void mask_features(std::span<float> map, std::array<int, 3> shape, const AugmentOptions& options,
                   Rng rng);

// The sample between samples at `position` (in samples from the clip's start) by Catmull-Rom
// interpolation; 0 outside.
float sample_at(std::span<const std::int16_t> clip, double position);

}  // namespace tadpole
