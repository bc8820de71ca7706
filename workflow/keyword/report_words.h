// SPDX-License-Identifier: Apache-2.0
// A keyword project's data on the page of the run.
#pragma once
#include "core/report/run_report.h"
#include "workflow/project.h"

namespace tadpole {

// Labels, dataset, example clips, features: as far as there are any.
void report_words(const Project& project, RunReport& report);

}  // namespace tadpole
