// SPDX-License-Identifier: Apache-2.0
// The model as a table: one line per layer.
#pragma once
#include <string>

#include "core/nn/plan.h"

namespace tadpole {

std::string summary_text(const ModelSpec& spec, const Plan& plan);

}  // namespace tadpole
