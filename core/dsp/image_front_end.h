// SPDX-License-Identifier: Apache-2.0
// Pictures to the input of a model, by device/dsp/image.h: the host computes what the device will.
#pragma once
#include <memory>
#include <string>

#include "core/data/sample_set.h"
#include "core/dsp/image_features.h"
#include "core/dsp/sample_front_end.h"

namespace tadpole {

// normalise "training": the mean and deviation of each channel over the training pictures of the
// set. Fails (wrong_use) when the set holds no pictures, grey ones that shall be in colour, or an
// option is out of range.
Result<std::unique_ptr<SampleFrontEnd>> make_image_front_end(const ImageFeatureOptions& options,
                                                             const SampleSet& set);

// With options that are known: those of a trained model. Expects check(options) == ok.
std::unique_ptr<SampleFrontEnd> image_front_end(const device::ImageOptions& options,
                                                const CameraOptions& camera);

Result<std::unique_ptr<SampleFrontEnd>> image_front_end_from_json(const nlohmann::json& json);

}  // namespace tadpole
