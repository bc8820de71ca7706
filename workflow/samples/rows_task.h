// SPDX-License-Identifier: Apache-2.0
// What the tasks on tables share.
#pragma once
#include "workflow/samples/sample_task.h"

namespace tadpole {

// The options of [table]: all but what a [[source]] says.
OptionSet table_options(TableOptions& options);
// The rows of a file, by [table] and the source.
Result<SampleSet> import_rows(const SourceOptions& source, const Recipe& recipe,
                              Progress& progress);

}  // namespace tadpole
