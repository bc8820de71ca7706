// SPDX-License-Identifier: Apache-2.0
// A database of PostgreSQL 13 or newer, for hubs that outgrow one machine. Source: the PostgreSQL
// 15 manual, chapter 34, libpq. What .pgpass and PG* of the environment say holds too.
#pragma once
#include "server/store/database.h"

namespace tadpole::server {

// "postgresql://user@host/database". Fails with what to do; no message shows a password.
Result<std::unique_ptr<Database>> open_postgres(const std::string& address);

}  // namespace tadpole::server
