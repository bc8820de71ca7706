// SPDX-License-Identifier: Apache-2.0
// What a random forest reaches on the same features: the number that a network must beat to be
// worth its trouble. Source: Breiman, Random forests (2001).
#pragma once
#include "workflow/task.h"

namespace tadpole {

// {"method", "metric", "value", "trained_on", "sentence"}; value: accuracy, or the mean absolute
// error of the first target. A forest of 100 trees, grown on at most 10 000 training samples,
// evenly taken, as they are (not augmented), and tested on all test samples. Null where there is
// nothing to learn or to test, or more than 1024 features. Fails when a sample cannot be read.
Result<nlohmann::json> forest_baseline(const Project& project, const Examples& examples);

}  // namespace tadpole
