// SPDX-License-Identifier: Apache-2.0
// Run: every stage that has something new to do, in the order of the walk, then the report.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Holds the project's lock. Stops at the first stage that fails; what was done stays done.
Result<StageResult> run_all(Project& project, Progress& progress);
// One stage by name ("train"), then the report. Fails when a stage before it has not run.
Result<StageResult> run_stage(Project& project, const std::string& stage, Progress& progress);
// Writes report.html, report.json and the model card from what the stages left.
Outcome write_project_report(const Project& project);

}  // namespace tadpole
