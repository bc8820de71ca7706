// SPDX-License-Identifier: Apache-2.0
// Preprocess: dataset/ -> features/: one feature map per clip, by the code the device runs.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Computes what is not in the cache, on all cores. Training computes augmented clips afresh; these
// maps are those of the unchanged clips. Fails when collect has not run, or on options outside
// their range.
Result<StageResult> preprocess(Project& project, Progress& progress);

}  // namespace tadpole
