// SPDX-License-Identifier: Apache-2.0
// From a recipe's feature options to the options of device/dsp, and to the C++ text a firmware
// image is built with.
#pragma once
#include <string>

#include "core/base/result.h"
#include "core/dsp/feature_extractor.h"
#include "device/dsp/front_end_options.h"

namespace tadpole {

// Fails (wrong_use) as FeatureExtractor::create().
Result<device::FrontEndOptions> device_options(const FeatureOptions& options);

// Every field in order, "name=value;": equal texts compute equal features.
std::string front_end_fingerprint(const device::FrontEndOptions& options);

// A definition `inline constexpr tadpole::device::FrontEndOptions <name> = ...;` that needs
// device/dsp/front_end_options.h. For FrontEnd<name>.
std::string front_end_source(const device::FrontEndOptions& options, const std::string& name);

}  // namespace tadpole
