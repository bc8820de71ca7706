// SPDX-License-Identifier: Apache-2.0
// Collect: the recipe's sources -> dataset/: samples with label, who they are of, split, licence
// and consent.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Imports or makes what is new, splits by person (speaker, machine) and proves it, checks, writes
// the datasheet. Does nothing when nothing changed. Fails when there is no source, on what the
// importers refuse, and on checks of severity error.
Result<StageResult> collect(Project& project, Progress& progress);

}  // namespace tadpole
