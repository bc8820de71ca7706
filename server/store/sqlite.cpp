// SPDX-License-Identifier: Apache-2.0
#include "server/store/sqlite.h"

#include <sqlite3.h>

#include "server/store/search_text.h"
#include "server/store/sqlite_schema.h"

namespace tadpole::server {
namespace {

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

Error error_of(sqlite3* db, const std::string& doing) {
  return {"the database failed while " + doing + " (" + sqlite3_errmsg(db) +
          "); check that the disk has room and the data folder can be written"};
}

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}

  Statement& bind(std::int64_t value) override {
    sqlite3_bind_int64(statement_.get(), next_++, value);
    return *this;
  }
  Statement& bind(std::string_view text) override {
    // An empty view may have no address, which SQLite would take for NULL.
    sqlite3_bind_text(statement_.get(), next_++, text.empty() ? "" : text.data(),
                      static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Result<bool> step() override {
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) return false;
    return error_of(db_, "it read or wrote a row");
  }
  void reset() override {
    sqlite3_reset(statement_.get());
    next_ = 1;
  }
  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_.get(), column);
  }
  std::string text(int column) const override {
    const auto* bytes =
        reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (!bytes) return "";
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return std::string(bytes, static_cast<std::size_t>(size));
  }

 private:
  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(Path file, sqlite3* db) : file_(std::move(file)), db_(db) {}

  Outcome run(const std::string& sql) override {
    if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return Done{};
    return error_of(db_.get(), "it ran '" + sql.substr(0, 40) + "'");
  }
  Result<Prepared> prepare(std::string_view sql) override {
    sqlite3_stmt* made = nullptr;
    const int status =
        sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()), &made, nullptr);
    if (status != SQLITE_OK)
      return error_of(db_.get(), "it prepared '" + std::string(sql.substr(0, 60)) + "'");
    return Prepared(new SqliteStatement(db_.get(), made));
  }
  Outcome begin_writing() override { return run("BEGIN IMMEDIATE"); }
  // Deferred: the moment is that of the first read.
  Outcome begin_reading() override { return run("BEGIN; SELECT count(*) FROM sqlite_master;"); }
  Result<std::unique_ptr<Database>> another() const override { return open_sqlite(file_); }
  std::string name() const override { return file_.string(); }

  std::span<const char* const> migrations() const override { return kSqliteMigrations; }
  Result<std::int64_t> version() override {
    const Prepared row = TADPOLE_TRY(prepare("PRAGMA user_version"));
    TADPOLE_TRY(row->step());
    return row->integer(0);
  }
  Outcome set_version(std::int64_t number) override {
    return run("PRAGMA user_version = " + std::to_string(number));
  }

  std::string search_insert() const override { return "INSERT INTO search VALUES(?,?,?,?,?,?,?)"; }
  std::string search_select() const override {
    return "SELECT course, unit, block, title, text FROM search WHERE search MATCH ? "
           "ORDER BY bm25(search, 0, 0, 0, 0, 0, 4, 1) LIMIT ?";
  }
  std::string search_words(std::string_view text, bool /*of_title*/) const override {
    std::string words;
    for (const Token& token : tokens_of(text)) words += token.word + " ";
    return words;
  }
  // Each phrase quoted, so that nothing of it is a command of FTS5.
  std::string search_query(std::string_view typed) const override {
    std::string query;
    for (const auto& phrase : phrases_of(typed)) {
      query += query.empty() ? "\"" : " \"";
      for (const std::string& word : phrase) query += word + " ";
      query.back() = '"';
    }
    return query.empty() ? "" : query + "*";
  }

 private:
  Path file_;
  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const Path& file) {
  sqlite3* db = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_CREATE;
  const int status = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
  std::unique_ptr<Database> made = std::make_unique<SqliteDatabase>(file, db);
  if (status != SQLITE_OK) {
    return wrong_use("the database " + file.string() + " cannot be opened (" + sqlite3_errmsg(db) +
                     "); check the folder and who may write there");
  }
  sqlite3_busy_timeout(db, 10000);
  const Outcome set = made->run(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA "
      "cache_size=-8000;");
  if (!set.ok()) {
    return wrong_use(file.string() + " is no database of a hub (" + sqlite3_errmsg(db) +
                     "); choose another file, or restore a backup");
  }
  return made;
}

}  // namespace tadpole::server
