// SPDX-License-Identifier: Apache-2.0
// Numbers of foreign or diverged JSON, held where every reader and every chart can take them.
#pragma once
#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace tadpole {

// Fractions beyond +-2e9 and infinities become +-2e9; what is no number (NaN) becomes 2e9, which no
// reader takes for a good value. Whole numbers beyond +-2^53 become +-2^53, so that sums of a few
// do not overflow. Fails when arrays and objects are nested more than 64 deep.
Outcome hold_numbers(nlohmann::json& json);

// Fails as hold_numbers() does. Before a copy of foreign JSON: copying recurses once per level.
Outcome check_depth(const nlohmann::json& json);

}  // namespace tadpole
