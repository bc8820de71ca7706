// SPDX-License-Identifier: Apache-2.0
#include "server/store/postgres.h"

#include <libpq-fe.h>

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "core/base/text.h"
#include "server/store/postgres_schema.h"
#include "server/store/search_text.h"

namespace tadpole::server {
namespace {

struct Finish {
  void operator()(PGconn* db) const { PQfinish(db); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connected = std::unique_ptr<PGconn, Finish>;
using Rows = std::unique_ptr<PGresult, Clear>;

// The lock of all who write events, in any process: "tadpole" in ASCII.
constexpr const char* kBeginWriting = "BEGIN; SELECT pg_advisory_xact_lock(32758703120444517);";
constexpr const char* kSetUp =
    "SET client_min_messages = warning; SET synchronous_commit = on; "
    "SET standard_conforming_strings = on; SET search_path = tadpole; SET TimeZone = 'UTC';";
constexpr int kMostPosition = 16383;  // of a word in a tsvector
constexpr std::size_t kMostVectorBytes = 800000;

std::string without(std::string text, const std::string& secret) {
  if (secret.empty()) return text;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
    text.replace(at, secret.size(), "***");
  return text;
}

// What the library says, on one line, without the password and without the sign at the end.
std::string reason_of(PGconn* db) {
  std::string text = PQerrorMessage(db);
  text = without(join(split_lines(text), " "), PQpass(db) ? PQpass(db) : "");
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string name_of(PGconn* db) {
  const char *host = PQhost(db), *port = PQport(db), *name = PQdb(db);
  return "the PostgreSQL database '" + std::string(name ? name : "") + "' at " +
         std::string(host && *host ? host : "this machine") + ":" + std::string(port ? port : "");
}

// '?' become $1, $2, ...
std::string numbered(std::string_view sql) {
  std::string out;
  int n = 0;
  for (const char c : sql) out += c == '?' ? "$" + std::to_string(++n) : std::string(1, c);
  return out;
}

bool went_well(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

Error error_of(PGconn* db, const std::string& doing) {
  return {name_of(db) + " failed while " + doing + " (" + reason_of(db) +
          "); check that its server runs and has room"};
}

class PostgresStatement final : public Statement {
 public:
  PostgresStatement(PGconn* db, std::string name) : db_(db), name_(std::move(name)) {}

  Statement& bind(std::int64_t value) override { return bind(std::to_string(value)); }
  Statement& bind(std::string_view text) override {
    has_zero_ = has_zero_ || text.find('\0') != std::string_view::npos;
    values_.emplace_back(text);
    return *this;
  }
  Result<bool> step() override {
    if (!rows_) TADPOLE_TRY(execute());
    return ++row_ < PQntuples(rows_.get());
  }
  void reset() override {
    rows_.reset();
    values_.clear();
    has_zero_ = false;
    row_ = -1;
  }
  std::int64_t integer(int column) const override {
    return parse_whole(PQgetvalue(rows_.get(), row_, column)).value_or(0);
  }
  std::string text(int column) const override {
    const int size = PQgetlength(rows_.get(), row_, column);
    return std::string(PQgetvalue(rows_.get(), row_, column), static_cast<std::size_t>(size));
  }

 private:
  Outcome execute() {
    if (has_zero_)
      return wrong_use("a text has a zero byte in it, which cannot be kept; leave it out");
    std::vector<const char*> values;
    for (const std::string& value : values_) values.push_back(value.c_str());
    rows_.reset(PQexecPrepared(db_, name_.c_str(), static_cast<int>(values.size()), values.data(),
                               nullptr, nullptr, 0));
    if (went_well(rows_.get())) return Done{};
    const char* state = PQresultErrorField(rows_.get(), PG_DIAG_SQLSTATE);
    const bool bad_text = state && std::string_view(state) == "22021";
    rows_.reset();
    if (bad_text) return wrong_use("a text is no valid UTF-8; type it again");
    return error_of(db_, "it read or wrote a row");
  }

  PGconn* db_;
  std::string name_;
  std::vector<std::string> values_;
  bool has_zero_ = false;
  Rows rows_;
  int row_ = -1;
};

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string address, Connected db)
      : address_(std::move(address)), db_(std::move(db)) {}

  Outcome run(const std::string& sql) override {
    const Rows rows(PQexec(db_.get(), sql.c_str()));
    if (went_well(rows.get())) return Done{};
    return error_of(db_.get(), "it ran '" + sql.substr(0, 40) + "'");
  }
  Result<Prepared> prepare(std::string_view sql) override {
    auto at = names_.find(sql);
    if (at == names_.end()) {
      const std::string name = "s" + std::to_string(names_.size());
      const Rows rows(PQprepare(db_.get(), name.c_str(), numbered(sql).c_str(), 0, nullptr));
      if (!went_well(rows.get()))
        return error_of(db_.get(), "it prepared '" + std::string(sql.substr(0, 60)) + "'");
      at = names_.emplace(std::string(sql), name).first;
    }
    return Prepared(new PostgresStatement(db_.get(), at->second));
  }
  Outcome begin_writing() override { return run(kBeginWriting); }
  Outcome begin_reading() override {
    return run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  bool lost() const override { return PQstatus(db_.get()) != CONNECTION_OK; }
  Outcome reconnect() override {
    names_.clear();
    PQreset(db_.get());
    if (lost())
      return Error{"the connection to " + name() + " was lost and does not come back (" +
                   reason_of(db_.get()) + "); start its server, then try again"};
    return run(kSetUp);
  }
  Result<std::unique_ptr<Database>> another() const override { return open_postgres(address_); }
  std::string name() const override { return name_of(db_.get()); }

  std::span<const char* const> migrations() const override { return kPostgresMigrations; }
  Result<std::int64_t> version() override {
    TADPOLE_TRY(
        run("CREATE SCHEMA IF NOT EXISTS tadpole; CREATE TABLE IF NOT EXISTS "
            "tadpole.version(number BIGINT NOT NULL);"));
    const Prepared row = TADPOLE_TRY(prepare("SELECT max(number) FROM version"));
    TADPOLE_TRY(row->step());
    return row->integer(0);
  }
  Outcome set_version(std::int64_t number) override {
    return run("DELETE FROM version; INSERT INTO version VALUES(" + std::to_string(number) + ")");
  }
  Outcome continue_numbers() override {
    return run(
        "SELECT setval('learners_number_seq', (SELECT max(number) FROM learners));"
        "SELECT setval('devices_number_seq', (SELECT max(number) FROM devices));"
        "SELECT setval('events_cursor_seq', (SELECT max(cursor) FROM events));"
        "SELECT setval('audit_number_seq', (SELECT max(number) FROM audit));");
  }

  std::string search_insert() const override {
    return "INSERT INTO search VALUES(?,?,?,?,?, ?::tsvector || ?::tsvector)";
  }
  std::string search_select() const override {
    return "SELECT course, unit, block, title, text FROM search, CAST(? AS tsquery) AS query "
           "WHERE words @@ query ORDER BY ts_rank(words, query) DESC, unit, block LIMIT ?";
  }
  // Our words, letters and digits all of them, as the text of a tsvector: nothing to escape.
  std::string search_words(std::string_view text, bool of_title) const override {
    std::string words;
    int position = 0;
    for (const Token& token : tokens_of(text)) {
      position = std::min(position + 1, kMostPosition);
      words += "'" + token.word + "':" + std::to_string(position) + (of_title ? "A " : " ");
      if (words.size() > kMostVectorBytes) break;
    }
    return words;
  }
  std::string search_query(std::string_view typed) const override {
    std::string query;
    for (const auto& phrase : phrases_of(typed)) {
      for (std::size_t i = 0; i < phrase.size(); ++i) {
        query += query.empty() ? "'" : i == 0 ? " & '" : " <-> '";
        query += phrase[i] + "'";
      }
    }
    return query.empty() ? "" : query + ":*";
  }

 private:
  std::string address_;
  Connected db_;
  std::map<std::string, std::string, std::less<>> names_;  // statement -> what the server calls it
};

// Of a database that keeps another encoding some script could not be stored.
Outcome keeps_any_script(PGconn* db) {
  const char* encoding = PQparameterStatus(db, "server_encoding");
  if (encoding && std::string(encoding) == "UTF8") return Done{};
  return wrong_use(name_of(db) + " keeps texts as " + (encoding ? encoding : "nothing known") +
                   "; make one with ENCODING 'UTF8' and give that one");
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& address) {
  char* wrong = nullptr;
  PQconninfoOption* options = PQconninfoParse(address.c_str(), &wrong);
  PQfreemem(wrong);  // it may quote the address, password and all
  if (!options)
    return wrong_use(
        "the address of the PostgreSQL database cannot be read; write "
        "postgresql://USER@HOST:PORT/DATABASE, with %XX for signs that are no letters or digits");
  PQconninfoFree(options);
  const char* const keys[] = {"dbname", "connect_timeout", "client_encoding", "application_name",
                              nullptr};
  const char* const values[] = {address.c_str(), "10", "UTF8", "tadpole", nullptr};
  Connected db(PQconnectdbParams(keys, values, 1));
  if (PQstatus(db.get()) != CONNECTION_OK)
    return wrong_use(name_of(db.get()) + " cannot be opened (" + reason_of(db.get()) +
                     "); check the address, and that its server runs");
  TADPOLE_TRY(keeps_any_script(db.get()));
  std::unique_ptr<Database> made = std::make_unique<PostgresDatabase>(address, std::move(db));
  TADPOLE_TRY(made->run(kSetUp));
  return made;
}

}  // namespace tadpole::server
