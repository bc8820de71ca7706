// SPDX-License-Identifier: Apache-2.0
// The training samples as points in the plane, by their features: what is alike lies together.
#pragma once
#include "workflow/task.h"

namespace tadpole {

inline constexpr const char* kMapFile = "features/map.json";

// Writes a FeatureMap (core/report) of at most 500 training samples, evenly taken; nothing where
// there are fewer than 10 or their features are one or two numbers anyway. Features of more than
// 128 numbers are first mixed down to 128 at random (seeded), which keeps distances (Charikar, Chen
// and Farach-Colton: Finding frequent items in data streams, 2002: count sketch). Cost: 2 s. Fails
// when a sample cannot be read, the file cannot be written, or when stopped.
Outcome explore(const Project& project, Progress& progress);

}  // namespace tadpole
