// SPDX-License-Identifier: Apache-2.0
// The stage collect of a keyword project.
#pragma once
#include "workflow/artifacts.h"

namespace tadpole {

// Imports or synthesizes what is new, builds "unknown" and "silence", splits by speaker and proves
// it, checks every clip, writes the datasheet. A kill loses nothing: the next call goes on. Fails
// on what the importers refuse, and on checks of severity error.
Result<StageWork> collect_words(Project& project, Progress& progress);

}  // namespace tadpole
