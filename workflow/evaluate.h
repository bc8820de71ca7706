// SPDX-License-Identifier: Apache-2.0
// Evaluate: model/ on speakers it has never heard -> evaluation/: intervals, slices, thresholds,
// streaming errors.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Uses the test split only; refuses when a test speaker is also a training speaker. Fails when
// train has not run.
Result<StageResult> evaluate(Project& project, Progress& progress);

}  // namespace tadpole
