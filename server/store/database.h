// SPDX-License-Identifier: Apache-2.0
// A connection to a database, and its statements: what SQLite and PostgreSQL have in common. SQL
// above this line is the same for both; what differs is asked of the connection.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tadpole::server {

// One statement with '?' for its values, bound from left to right.
class Statement {
 public:
  virtual ~Statement() = default;
  virtual Statement& bind(std::int64_t value) = 0;
  virtual Statement& bind(std::string_view text) = 0;  // without zero bytes
  // The next row; false: there is none.
  virtual Result<bool> step() = 0;
  virtual void reset() = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string text(int column) const = 0;
  Outcome run();  // for those without rows; may be used again with fresh values
};
using Prepared = std::unique_ptr<Statement>;

// Not thread-safe: one thread at a time.
class Database {
 public:
  virtual ~Database() = default;
  virtual Outcome run(const std::string& sql) = 0;  // any number of statements without values
  virtual Result<Prepared> prepare(std::string_view sql) = 0;
  // Of writing transactions one runs at a time, whoever began it: what commits later has the larger
  // cursors.
  virtual Outcome begin_writing() = 0;
  virtual Outcome begin_reading() = 0;  // sees one moment of all tables
  Outcome commit() { return run("COMMIT"); }
  void roll_back() { (void)run("ROLLBACK"); }

  // The server went away under us. reconnect() tries once; what was prepared is gone.
  virtual bool lost() const { return false; }
  virtual Outcome reconnect() { return Done{}; }
  // One more connection to the same database.
  virtual Result<std::unique_ptr<Database>> another() const = 0;
  virtual std::string name() const = 0;  // for messages; no password in it

  // The tables, step by step; a step that was released is never changed.
  virtual std::span<const char* const> migrations() const = 0;
  virtual Result<std::int64_t> version() = 0;
  virtual Outcome set_version(std::int64_t number) = 0;
  // After rows were written with their numbers: new ones go on behind them.
  virtual Outcome continue_numbers() { return Done{}; }

  // The search: rows are course, unit, block, title, text, and the words of title and text.
  virtual std::string search_insert() const = 0;
  virtual std::string search_select() const = 0;  // values: the query, the most rows
  virtual std::string search_words(std::string_view text, bool of_title) const = 0;
  virtual std::string search_query(std::string_view words) const = 0;
};

// Does the work; when the server went away in it, once more on a fresh connection. Expects: work
// that may be done twice.
template <class Work>
auto once_more(Database& db, Work work) {
  auto answer = work();
  if (answer.ok() || !db.lost()) return answer;
  const Outcome back = db.reconnect();
  return back.ok() ? work() : decltype(answer)(back.error());
}

// "sqlite:PATH" or "postgresql://...". Makes a file of SQLite that is not there.
Result<std::unique_ptr<Database>> connect(const std::string& address);

}  // namespace tadpole::server
