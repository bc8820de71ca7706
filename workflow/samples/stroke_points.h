// SPDX-License-Identifier: Apache-2.0
// Strokes of any number of points as strokes of one: the device's buffer has one size.
#pragma once
#include "core/data/sample_set.h"

namespace tadpole {

inline constexpr int kStrokePoints = 64;

// Every stroke with kStrokePoints points, evenly in time. Expects a set of strokes.
SampleSet of_one_length(const SampleSet& set);

}  // namespace tadpole
