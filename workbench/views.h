// SPDX-License-Identifier: Apache-2.0
// A project as JSON: the shapes of web/src/api/bench.ts.
#pragma once
#include "workbench/workbench.h"

namespace tadpole::workbench {

// Enough for a form control.
nlohmann::json option_json(const Option& option);
nlohmann::json templates_json(const WorkbenchOptions& options);
nlohmann::json project_card(Workbench& bench, const std::string& name);
// Also of a project whose recipe cannot be read: then "problem" says why.
Result<nlohmann::json> project_json(Workbench& bench, const std::string& name);

}  // namespace tadpole::workbench
