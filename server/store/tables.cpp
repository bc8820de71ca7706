// SPDX-License-Identifier: Apache-2.0
#include "server/store/tables.h"

#include <iterator>
#include <vector>

#include "core/base/json.h"

namespace tadpole::server {
namespace {

using nlohmann::json;

struct Table {
  const char* name;
  std::vector<const char*> columns;  // "#name" is a whole number, the others are texts
};

// In an order in which each row finds what it names.
const std::vector<Table>& tables() {
  static const std::vector<Table> all = {
      {"learners", {"#number", "who"}},
      {"devices", {"#number", "device", "public_key"}},
      {"erased", {"who_hash"}},
      {"events",
       {"#cursor", "id", "#device", "#wall_ms", "#counter", "#learner", "kind", "place", "body",
        "signature"}},
      {"accounts",
       {"id", "nickname", "name_key", "roles", "secret_hash", "#created_ms", "came_as"}},
      {"sessions", {"token_hash", "account", "#expires_ms"}},
      {"classrooms", {"id", "name", "owner", "code", "#start_ms", "#grace_hours"}},
      {"members", {"classroom", "account", "role", "#extension_days"}},
      {"audit", {"#number", "#at_ms", "who", "action", "subject", "remote"}}};
  return all;
}

constexpr std::int64_t kRowsAtOnce = 2000, kLargest = std::int64_t{1} << 53;

bool is_number(const char* column) { return column[0] == '#'; }
std::string plain(const char* column) { return is_number(column) ? column + 1 : column; }

std::string columns_of(const Table& table) {
  std::string list;
  for (const char* column : table.columns) list += (list.empty() ? "" : ", ") + plain(column);
  return list;
}

const Table* table_of(const std::string& name) {
  for (const Table& table : tables()) {
    if (name == table.name) return &table;
  }
  return nullptr;
}

// Tables that are numbered come in parts, so that a large one need not fit into memory.
std::string select_of(const Table& table) {
  const std::string first = plain(table.columns[0]);
  std::string sql = "SELECT " + columns_of(table) + " FROM " + table.name;
  if (is_number(table.columns[0])) sql += " WHERE " + first + " > ?";
  sql += " ORDER BY " + first;
  return is_number(table.columns[0]) ? sql + " LIMIT ?" : sql;
}

Outcome dump_table(Database& db, const Table& table,
                   const std::function<Outcome(const json&)>& take) {
  const bool in_parts = is_number(table.columns[0]);
  const Prepared select = TADPOLE_TRY(db.prepare(select_of(table)));
  std::int64_t behind = -1, count = 0;
  do {
    select->reset();
    if (in_parts) select->bind(behind).bind(kRowsAtOnce);
    for (count = 0; TADPOLE_TRY(select->step()); ++count) {
      json row = json::array();
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        row.push_back(is_number(table.columns[i]) ? json(select->integer(column))
                                                  : json(select->text(column)));
      }
      behind = in_parts ? row[0].get<std::int64_t>() : 0;
      TADPOLE_TRY(take({{"table", table.name}, {"row", std::move(row)}}));
    }
  } while (in_parts && count == kRowsAtOnce);
  return Done{};
}

Outcome migrate(Database& db) {
  TADPOLE_TRY(db.begin_writing());
  const std::int64_t have = TADPOLE_TRY(db.version());
  const auto last = static_cast<std::int64_t>(db.migrations().size());
  if (have > last) {
    db.roll_back();
    return wrong_use(db.name() +
                     " was written by a newer Tadpole; use that one, or restore an older backup");
  }
  if (have == last) return db.commit();
  for (std::int64_t step = have; step < last; ++step)
    TADPOLE_TRY(db.run(db.migrations()[static_cast<std::size_t>(step)]));
  TADPOLE_TRY(db.set_version(last));
  return db.commit();
}

}  // namespace

Result<std::unique_ptr<Database>> open_database(const std::string& address,
                                                const std::string& of_backup) {
  std::unique_ptr<Database> db = TADPOLE_TRY(connect(address));
  TADPOLE_TRY(migrate(*db));
  const std::string restoring = TADPOLE_TRY(read_meta(*db, kRestoring));
  if (!restoring.empty() && restoring != of_backup)
    return wrong_use("a restore into " + db->name() +
                     " was interrupted; run 'tadpole restore' of the same file once more");
  return db;
}

Outcome dump_rows(Database& db, const std::function<Outcome(const json&)>& take) {
  for (const Table& table : tables()) TADPOLE_TRY(dump_table(db, table, take));
  return Done{};
}

std::string row_refusal(const json& row) {
  const Table* table = table_of(json_text(row, "table"));
  if (!table) return "it is of no table of a hub";
  const json values = json_list(row, "row");
  if (values.size() != table->columns.size()) return "it has too few or too many values";
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool number = is_number(table->columns[i]);
    if (number ? !values[i].is_number_integer() : !values[i].is_string())
      return "'" + plain(table->columns[i]) + "' is of another type";
    // A number at the very end would leave none for the next row.
    if (number && (values[i] < 0 || values[i] > kLargest))
      return "'" + plain(table->columns[i]) + "' is out of range";
    if (!number && values[i].get_ref<const std::string&>().find('\0') != std::string::npos)
      return "'" + plain(table->columns[i]) + "' has a zero byte in it";
    if (table->columns[i] == std::string("body") &&
        !parse_json(values[i].get_ref<const std::string&>()).is_object())
      return "its body is no object";
  }
  return "";
}

Outcome put_row(Database& db, const json& row) {
  const Table& table = *table_of(json_text(row, "table"));
  std::string sql =
      "INSERT INTO " + std::string(table.name) + "(" + columns_of(table) + ") VALUES(";
  for (std::size_t i = 0; i < table.columns.size(); ++i) sql += i == 0 ? "?" : ",?";
  const Prepared put = TADPOLE_TRY(db.prepare(sql + ")"));
  for (const json& value : row["row"]) {
    if (value.is_string()) {
      put->bind(value.get_ref<const std::string&>());
    } else {
      put->bind(value.get<std::int64_t>());
    }
  }
  return put->run();
}

Result<bool> is_empty(Database& db) {
  for (const Table& table : tables()) {
    const Prepared row =
        TADPOLE_TRY(db.prepare("SELECT 1 FROM " + std::string(table.name) + " LIMIT 1"));
    if (TADPOLE_TRY(row->step())) return false;
  }
  return true;
}

Result<std::string> read_meta(Database& db, const char* key) {
  const Prepared row = TADPOLE_TRY(db.prepare("SELECT value FROM meta WHERE key = ?"));
  const bool there = TADPOLE_TRY(row->bind(std::string_view(key)).step());
  return there ? row->text(0) : std::string();
}

Outcome write_meta(Database& db, const char* key, const std::string& value) {
  const Prepared put =
      TADPOLE_TRY(db.prepare("INSERT INTO meta(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE "
                             "SET value = excluded.value"));
  return put->bind(std::string_view(key)).bind(value).run();
}

}  // namespace tadpole::server
