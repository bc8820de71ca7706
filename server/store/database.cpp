// SPDX-License-Identifier: Apache-2.0
#include "server/store/database.h"

#include "server/store/postgres.h"
#include "server/store/sqlite.h"

namespace tadpole::server {

Outcome Statement::run() {
  const Result<bool> stepped = step();
  reset();
  if (!stepped.ok()) return stepped.error();
  return Done{};
}

Result<std::unique_ptr<Database>> connect(const std::string& address) {
  if (address.starts_with("sqlite:") && address.size() > 7) return open_sqlite(address.substr(7));
  if (address.starts_with("postgresql://") || address.starts_with("postgres://"))
    return open_postgres(address);
  // Whatever it is, a password may stand in it.
  return wrong_use("'" + address.substr(0, address.find(':')) +
                   "' begins no address of a database; write sqlite:PATH or "
                   "postgresql://USER@HOST/DATABASE");
}

}  // namespace tadpole::server
