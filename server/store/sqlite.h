// SPDX-License-Identifier: Apache-2.0
// A database of SQLite. Source: sqlite.org/c3ref; every writing transaction is BEGIN IMMEDIATE, for
// a deferred one that must be promoted fails although nobody is at fault.
#pragma once
#include "core/base/files.h"
#include "server/store/database.h"

namespace tadpole::server {

// Makes the file when it is missing. Fails for a file that is no database of SQLite.
Result<std::unique_ptr<Database>> open_sqlite(const Path& file);

}  // namespace tadpole::server
