// SPDX-License-Identifier: Apache-2.0
// A project out of an archive that a stranger may have made.
#pragma once
#include <map>
#include <string>

#include "workflow/project.h"

namespace tadpole::workbench {

// Makes the folder with the files, all of them or nothing. Fails on files without a tadpole.toml or
// with one that cannot be read, on a recipe or a list of files that names what lies outside of the
// archive (it would be read unasked), and when the folder is there or cannot be written.
Outcome unpack_project(const std::map<std::string, Bytes>& files, const Path& folder);

}  // namespace tadpole::workbench
