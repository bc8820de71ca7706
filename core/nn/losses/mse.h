// SPDX-License-Identifier: Apache-2.0
// Mean squared error over all values of the batch: sum of (y - target)^2 / (samples * values).
#pragma once
#include <span>

#include "core/nn/model.h"
#include "core/tensor/view.h"

namespace tadpole {

// A chunk's part; writes the gradient of y. total: samples * values of the whole batch. target: as
// many values as y. A sample counts as correct when the largest output is where the largest target
// is.
StepResult mean_squared_error(const View& y, std::span<const float> target, double total,
                              const View& gradient);

}  // namespace tadpole
