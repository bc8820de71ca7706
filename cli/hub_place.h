// SPDX-License-Identifier: Apache-2.0
// Where a hub keeps its data, as the verbs that work on one take it.
#pragma once
#include <CLI/CLI.hpp>

#include "server/store/backup.h"
#include "server/store/store.h"

namespace tadpole {

struct GivenPlace {
  std::string data, database;
  // The folder that was given, or the one of the user.
  server::HubPlace place() const;
};

// --data and --database.
void add_place_options(CLI::App& command, const std::shared_ptr<GivenPlace>& given);

// The store of a hub that is there. Fails when none is, so that a typing mistake makes no new one.
Result<std::unique_ptr<server::Store>> open_hub(const server::HubPlace& place);

// Makes the data folder. Fails with what to do when it cannot be made or written.
Outcome make_data_folder(const Path& folder);

}  // namespace tadpole
