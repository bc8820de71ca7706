// SPDX-License-Identifier: Apache-2.0
// What the pages of all tasks are filled with.
#pragma once
#include <string>
#include <vector>

#include "core/report/run_report.h"
#include "workflow/artifacts.h"

namespace tadpole {

// dataset/datasheet.json -> the summary of the dataset; sources: a line for each.
DatasetSummary dataset_summary(const Project& project, const std::string& version,
                               const std::string& origin, std::vector<std::string> sources);
// The options of one table of the recipe.
std::vector<NamedValue> named_options(const Recipe& recipe, const std::string& section);

}  // namespace tadpole
