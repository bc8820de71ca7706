// SPDX-License-Identifier: Apache-2.0
// The .tflite files of backbones/: inside the program, or beside the page. Internal to
// base_model.cpp.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"

namespace tadpole {

// Valid as long as the program. Fails in the page when it cannot be fetched. Expects: a name of
// backbone_names().
Result<std::span<const std::uint8_t>> backbone_bytes(const std::string& name);

}  // namespace tadpole
