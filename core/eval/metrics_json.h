// SPDX-License-Identifier: Apache-2.0
// The JSON form of what several reports hold. Field names are the members' names.
#pragma once
#include <nlohmann/json.hpp>

#include "core/eval/curves.h"
#include "core/eval/metrics.h"

namespace tadpole {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Interval, low, high, level, method)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ErrorPoint, threshold, false_accept, miss)

}  // namespace tadpole
