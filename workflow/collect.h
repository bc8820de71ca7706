// SPDX-License-Identifier: Apache-2.0
// Collect: the recipe's sources -> dataset/: one-second clips with label, speaker, split, licence
// and consent.
#pragma once
#include "workflow/project.h"

namespace tadpole {

// Imports or synthesizes what is new, builds "unknown" and "silence", splits by speaker and proves
// it, checks every clip, writes the datasheet. A kill loses nothing: the next call goes on. Does
// nothing when nothing changed. Fails when there is no source, on what the importers refuse, and on
// checks of severity error.
Result<StageResult> collect(Project& project, Progress& progress);

}  // namespace tadpole
