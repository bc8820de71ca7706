// SPDX-License-Identifier: Apache-2.0
// Train: features/ and the recipe's network -> model/: trained parameters and the learning curves.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Resumes from the checkpoint of a killed run and ends with the same bytes as an unbroken one.
// Fails when preprocess has not run, on a network whose shapes do not fit, or when the loss stops
// being a number.
Result<StageResult> train(Project& project, Progress& progress);

}  // namespace tadpole
