// SPDX-License-Identifier: Apache-2.0
// The tables of a recipe that all tasks share, for the tasks' own lists of tables.
#pragma once
#include "workflow/recipe.h"

namespace tadpole {

// template and seed.
OptionSet project_options(ProjectOptions& o);
// validation_percent, test_percent, unreadable_percent. who: "speakers", "people", "machines".
void add_split_options(OptionSet& set, CollectOptions& o, const std::string& who,
                       const std::string& items);
RecipeSection model_section(ModelOptions& o);
// Fails for a network that is not there, a line that is no layer, and a layer that the device
// cannot run.
Outcome check_model(const ModelOptions& o);
RecipeSection train_section(TrainOptions& o);
RecipeSection optimize_section(OptimizeOptions& o, const std::string& items);
RecipeSection deploy_section(DeployOptions& o, const std::string& items);

// The option's value as the recipe writes it: "a text", 0.5, ["one", "two"].
std::string toml_value(const Option& option);

}  // namespace tadpole
