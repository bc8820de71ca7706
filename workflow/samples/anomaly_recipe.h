// SPDX-License-Identifier: Apache-2.0
// The tables of a recipe that all tasks on anomalies share.
#pragma once
#include "workflow/recipe_sections.h"

namespace tadpole {

// normal, and the split.
OptionSet anomaly_collect_options(Recipe& recipe);
// All tables; collect and preprocess as the task made them.
std::vector<RecipeSection> anomaly_sections(Recipe& recipe, OptionSet collect,
                                            OptionSet preprocess);

}  // namespace tadpole
