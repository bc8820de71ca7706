// SPDX-License-Identifier: Apache-2.0
// What a hub keeps of a learner beside its database: projects of the workbench with their
// recordings, and files that were handed in.
#pragma once
#include <map>
#include <string>

#include "core/base/files.h"

namespace tadpole::server {

// Where the learner's projects lie. Expects an id of a hub.
Path projects_folder(const Path& data, const std::string& learner);

// All of them, by their path: "projects/...", "artefacts/...". Fails when one cannot be read, and
// for more than 2 GB.
Result<std::map<std::string, Bytes>> files_of_learner(const Path& data, const std::string& learner);
// Fails, with what is left, when something cannot be removed.
Outcome erase_files_of_learner(const Path& data, const std::string& learner);

}  // namespace tadpole::server
