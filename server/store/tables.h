// SPDX-License-Identifier: Apache-2.0
// The tables of a hub as rows of JSON, the same for every database; and bringing a database to the
// last step of its migrations.
#pragma once
#include <functional>
#include <nlohmann/json.hpp>

#include "server/store/database.h"

namespace tadpole::server {

// What meta says between filling a database and the end of a restore: which backup it is of.
inline constexpr const char* kRestoring = "restoring";

// Connects, makes or completes the tables. Fails for one of a newer program, and for one whose
// restore was interrupted unless `of_backup` is the hash of that backup.
Result<std::unique_ptr<Database>> open_database(const std::string& address,
                                                const std::string& of_backup = "");

// A row is {"table": name, "row": [values in the order of the columns]}. Fails when `take` does.
// Expects: begin_reading().
Outcome dump_rows(Database& db, const std::function<Outcome(const nlohmann::json&)>& take);
// "" or why it is no row of ours. Nothing of it is trusted.
std::string row_refusal(const nlohmann::json& row);
// Expects: a row without refusal, begin_writing().
Outcome put_row(Database& db, const nlohmann::json& row);
// The search does not count: it is made anew at each start.
Result<bool> is_empty(Database& db);

Result<std::string> read_meta(Database& db, const char* key);  // "" when it is not there
Outcome write_meta(Database& db, const char* key, const std::string& value);

}  // namespace tadpole::server
