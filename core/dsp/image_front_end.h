// SPDX-License-Identifier: Apache-2.0
// Pictures to the input of a model, by device/dsp/image.h: the host computes what the device will.
#pragma once
#include <memory>
#include <string>

#include "core/base/options.h"
#include "core/data/sample_set.h"
#include "core/dsp/sample_front_end.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct ImageFeatureOptions {
  int width = 32;
  int height = 32;
  std::string colour = "rgb";         // rgb | grey
  std::string fit = "crop";           // crop | stretch | letterbox
  std::string normalise = "mean_sd";  // mean_sd | signed | unit | none
};

// The options with their ranges and help. The struct must outlive the set.
OptionSet describe(ImageFeatureOptions& options);

// mean_sd: the mean and deviation of each channel over the training pictures of the set. Fails
// (wrong_use) when the set holds no pictures, grey ones that shall be in colour, or an option is
// out of range.
Result<std::unique_ptr<SampleFrontEnd>> make_image_front_end(const ImageFeatureOptions& options,
                                                             const SampleSet& set);

}  // namespace tadpole
