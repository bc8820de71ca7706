// SPDX-License-Identifier: Apache-2.0
// A whole hub in one file, while it runs: its database, its device's key, and what else lies in its
// data folder and is not made anew. From any database into any.
#pragma once
#include <string>

#include "core/base/files.h"

namespace tadpole::server {

struct HubPlace {
  std::string database;  // address; "": SQLite in the data folder
  Path data;             // folder
  std::string address() const;
};

struct BackupReport {
  std::size_t events = 0, accounts = 0, rows = 0, files = 0;
};

// Fails when there is no hub, and when the file is there already.
Result<BackupReport> backup(const Path& file, const HubPlace& from);
// Fails, with nothing changed, for a file that is damaged or none of ours, and when something is
// there already. Killed at any moment, the same command once more brings it to its end.
Result<BackupReport> restore(const Path& file, const HubPlace& to);

}  // namespace tadpole::server
