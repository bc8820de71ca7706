// SPDX-License-Identifier: Apache-2.0
// One picture as it might have been taken another time: the thing elsewhere, turned, nearer, in
// other light. Pure: the same Rng gives the same bytes on every machine. Source: Simard,
// Steinkraus, Platt, Best Practices for Convolutional Neural Networks (2003), affine distortions.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/options.h"
#include "core/base/rng.h"
#include "core/data/image/picture.h"

namespace tadpole {

struct ImageAugmentOptions {
  double shift_percent = 8.0;
  double rotate_degrees = 10.0;
  double shear_degrees = 0.0;
  double zoom_percent = 10.0;
  bool flip = false;
  double brightness_percent = 15.0;
  double noise_percent = 0.0;
};
// The options with their units, ranges and help. The struct must outlive the set.
OptionSet describe(ImageAugmentOptions& options);

// in, out: [height][width][channels], shape in this order. One affine warp about the middle,
// bilinear, what comes from outside is the nearest pixel of the edge; then brightness, then noise.
// Each amount is drawn evenly up to its option both ways. Cannot fail. Switching one option off
// leaves the numbers drawn for the others as they are.
void augment_pixels(std::span<const std::uint8_t> in, std::array<int, 3> shape,
                    const ImageAugmentOptions& options, Rng rng, std::span<std::uint8_t> out);
Picture augment_picture(const Picture& picture, const ImageAugmentOptions& options, Rng rng);

// Pictures side by side, row by row, each `scale` times as large and in the left upper corner of
// its cell, on grey. Colour when one of them is. Expects: pictures, columns and scale of at least
// 1, and a sheet of at most kMostPixels.
Picture contact_sheet(std::span<const Picture> pictures, int columns, int scale = 1);
// Originals in the first column, `versions` augmented ones beside each.
Picture augmentation_sheet(std::span<const Picture> originals, const ImageAugmentOptions& options,
                           int versions, std::uint64_t seed, int scale = 1);

}  // namespace tadpole
