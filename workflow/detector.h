// SPDX-License-Identifier: Apache-2.0
// Detectors that are fitted, not trained, as a network of one dense layer: what
// workflow/anomaly_score.h makes of its outputs is their score.
#pragma once
#include "core/base/progress.h"
#include "core/nn/model.h"
#include "workflow/task.h"

namespace tadpole {

// source: what is normal. "k_means": recipe.centres centres of clusters (the courseware's way);
// "k_nn": so many training samples, evenly taken (the paper's way, with fewer samples than it);
// "mahalanobis". Fails when there are fewer samples than centres, or the samples do not vary.
Result<Model> fit_detector(const DetectorRecipe& recipe, const BatchSource& source,
                           std::array<int, 3> shape, std::uint64_t seed, Progress& progress);

}  // namespace tadpole
