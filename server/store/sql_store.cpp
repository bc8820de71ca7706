// SPDX-License-Identifier: Apache-2.0
#include <mutex>
#include <type_traits>

#include "core/base/text.h"
#include "server/store/search_text.h"
#include "server/store/sql_events.h"
#include "server/store/store.h"
#include "server/store/tables.h"

namespace tadpole::server {
namespace {

using learning::Account;
using learning::AuditEntry;
using learning::Classroom;
using learning::Member;
using learning::Session;

constexpr const char* kTouches = "touches";
constexpr const char* kPutAccount =
    "INSERT INTO accounts(id, nickname, name_key, roles, secret_hash, created_ms, came_as) "
    "VALUES(?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET nickname = excluded.nickname, name_key = "
    "excluded.name_key, roles = excluded.roles, secret_hash = excluded.secret_hash, came_as = "
    "excluded.came_as, created_ms = excluded.created_ms";
#define TADPOLE_ACCOUNT_COLUMNS \
  "SELECT id, nickname, roles, secret_hash, created_ms, came_as FROM accounts "

int whole(const Statement& row, int column) { return static_cast<int>(row.integer(column)); }

Account account_of(const Statement& row) {
  const std::string roles = row.text(2);
  return {
      row.text(0), row.text(1),    roles.empty() ? std::vector<std::string>() : split(roles, ' '),
      row.text(3), row.integer(4), row.text(5)};
}

class SqlStore final : public Store {
 public:
  SqlStore(std::unique_ptr<Database> db, std::unique_ptr<SqlEvents> events)
      : db_(std::move(db)), events_(std::move(events)) {}

  learning::EventStore& events() override { return *events_; }

  Outcome put_account(const Account& a) override {
    return locked([&]() -> Outcome {
      const Prepared other =
          TADPOLE_TRY(db_->prepare("SELECT 1 FROM accounts WHERE name_key = ? AND id <> ?"));
      other->bind(learning::nickname_key(a.nickname)).bind(a.id);
      if (TADPOLE_TRY(other->step()))
        return wrong_use("The name '" + a.nickname + "' is taken; choose another.");
      return write_account(a, learning::nickname_key(a.nickname));
    });
  }
  Outcome put_accounts(std::span<const Account> all) override {
    return in_transaction([&]() -> Outcome {
      // First all of them out of the way: '/' stands in no name.
      for (const Account& a : all) TADPOLE_TRY(write_account(a, "/" + a.id));
      for (const Account& a : all)
        TADPOLE_TRY(write_account(a, learning::nickname_key(a.nickname)));
      return Done{};
    });
  }
  Result<std::optional<Account>> account(const std::string& id) const override {
    return one_account(TADPOLE_ACCOUNT_COLUMNS "WHERE id = ?", id);
  }
  Result<std::optional<Account>> account_named(const std::string& nickname) const override {
    return one_account(TADPOLE_ACCOUNT_COLUMNS "WHERE name_key = ?",
                       learning::nickname_key(nickname));
  }
  Result<std::vector<Account>> accounts() const override {
    return all_of<Account>(TADPOLE_ACCOUNT_COLUMNS "ORDER BY created_ms, id", account_of);
  }
  Outcome erase_account(const std::string& id) override {
    return in_transaction([&]() -> Outcome {
      for (const char* sql :
           {"DELETE FROM sessions WHERE account = ?", "DELETE FROM members WHERE account = ?",
            "DELETE FROM accounts WHERE id = ?"}) {
        TADPOLE_TRY(write(sql, id));
      }
      return Done{};
    });
  }

  Outcome put_session(const Session& s) override {
    return locked([&] {
      return write(
          "INSERT INTO sessions(token_hash, account, expires_ms) VALUES(?,?,?) ON "
          "CONFLICT(token_hash) DO UPDATE SET account = excluded.account, expires_ms = "
          "excluded.expires_ms",
          s.token_hash, s.account, s.expires_ms);
    });
  }
  Result<std::optional<Session>> session(const std::string& token_hash) const override {
    return locked([&]() -> Result<std::optional<Session>> {
      const Prepared row = TADPOLE_TRY(db_->prepare(
          "SELECT token_hash, account, expires_ms FROM sessions WHERE token_hash = ?"));
      if (!TADPOLE_TRY(row->bind(token_hash).step())) return std::optional<Session>();
      return std::optional<Session>(Session{row->text(0), row->text(1), row->integer(2)});
    });
  }
  Outcome drop_session(const std::string& token_hash) override {
    return locked([&] { return write("DELETE FROM sessions WHERE token_hash = ?", token_hash); });
  }

  Outcome put_classroom(const Classroom& c) override {
    return locked([&] {
      return write(
          "INSERT INTO classrooms(id, name, owner, code, start_ms, grace_hours) "
          "VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET name = excluded.name, owner = "
          "excluded.owner, code = excluded.code, start_ms = excluded.start_ms, grace_hours = "
          "excluded.grace_hours",
          c.id, c.name, c.owner, c.code, c.start_ms, std::int64_t{c.grace_hours});
    });
  }
  Result<std::vector<Classroom>> classrooms() const override {
    return all_of<Classroom>(
        "SELECT id, name, owner, code, start_ms, grace_hours FROM classrooms ORDER BY name, id",
        [](const Statement& row) {
          return Classroom{row.text(0), row.text(1),    row.text(2),
                           row.text(3), row.integer(4), whole(row, 5)};
        });
  }
  Outcome put_member(const Member& m) override {
    return locked([&] {
      return write(
          "INSERT INTO members(classroom, account, role, extension_days) VALUES(?,?,?,?) ON "
          "CONFLICT(classroom, account) DO UPDATE SET role = excluded.role, extension_days = "
          "excluded.extension_days",
          m.classroom, m.account, m.role, std::int64_t{m.extension_days});
    });
  }
  Outcome drop_member(const std::string& classroom, const std::string& account) override {
    return locked([&] {
      return write("DELETE FROM members WHERE classroom = ? AND account = ?", classroom, account);
    });
  }
  Result<std::vector<Member>> members() const override {
    return all_of<Member>(
        "SELECT classroom, account, role, extension_days FROM members ORDER BY classroom, account",
        [](const Statement& row) {
          return Member{row.text(0), row.text(1), row.text(2), whole(row, 3)};
        });
  }

  Outcome audit(const AuditEntry& e) override {
    return locked([&] {
      return write("INSERT INTO audit(at_ms, who, action, subject, remote) VALUES(?,?,?,?,?)",
                   e.at_ms, e.who, e.action, e.subject, e.remote);
    });
  }
  Result<std::vector<AuditEntry>> audit_log(std::size_t most) const override {
    return all_of<AuditEntry>(
        "SELECT at_ms, who, action, subject, remote FROM audit ORDER BY number DESC LIMIT ?",
        [](const Statement& row) {
          return AuditEntry{row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4)};
        },
        static_cast<std::int64_t>(most));
  }

  Outcome replace_search(std::span<const SearchRow> rows) override {
    return in_transaction([&]() -> Outcome {
      TADPOLE_TRY(db_->run("DELETE FROM search"));
      const std::string insert = db_->search_insert();
      for (const SearchRow& row : rows) {
        TADPOLE_TRY(write(insert, row.course, row.unit, row.block, row.title, row.text,
                          db_->search_words(row.title, true), db_->search_words(row.text, false)));
      }
      return Done{};
    });
  }
  Result<std::vector<SearchHit>> search(const std::string& words, std::size_t most) const override {
    const Phrases typed = phrases_of(words);
    if (typed.empty()) return std::vector<SearchHit>();
    const std::string query = db_->search_query(words);
    return all_of<SearchHit>(
        db_->search_select(),
        [&](const Statement& row) {
          return SearchHit{row.text(0), row.text(1), row.text(2), row.text(3),
                           snippet_html(row.text(4), typed)};
        },
        query, static_cast<std::int64_t>(most));
  }

  Result<std::int64_t> touches() const override {
    return locked([&]() -> Result<std::int64_t> {
      const std::string text = TADPOLE_TRY(read_meta(*db_, kTouches));
      return parse_whole(text).value_or(0);
    });
  }
  Outcome touch() override {
    return in_transaction([&]() -> Outcome {
      const std::string text = TADPOLE_TRY(read_meta(*db_, kTouches));
      return write_meta(*db_, kTouches, std::to_string(parse_whole(text).value_or(0) + 1));
    });
  }

 private:
  template <class Work>
  std::invoke_result_t<Work> locked(Work work) const {
    const std::lock_guard lock(mutex_);
    return once_more(*db_, work);
  }
  template <class Work>
  Outcome in_transaction(Work work) {
    return locked([&]() -> Outcome {
      TADPOLE_TRY(db_->begin_writing());
      Outcome outcome = work();
      if (outcome.ok()) outcome = db_->commit();
      if (!outcome.ok()) db_->roll_back();
      return outcome;
    });
  }
  template <class... Values>
  Outcome write(std::string_view sql, const Values&... values) {
    const Prepared statement = TADPOLE_TRY(db_->prepare(sql));
    (statement->bind(values), ...);
    return statement->run();
  }
  Outcome write_account(const Account& a, const std::string& key) {
    return write(kPutAccount, a.id, a.nickname, key, join(a.roles, " "), a.secret_hash,
                 a.created_ms, a.came_as);
  }
  template <class Row, class Read, class... Values>
  Result<std::vector<Row>> all_of(std::string_view sql, Read read, const Values&... values) const {
    return locked([&]() -> Result<std::vector<Row>> {
      const Prepared rows = TADPOLE_TRY(db_->prepare(sql));
      (rows->bind(values), ...);
      std::vector<Row> all;
      while (TADPOLE_TRY(rows->step())) all.push_back(read(*rows));
      return all;
    });
  }
  Result<std::optional<Account>> one_account(const char* sql, const std::string& key) const {
    const std::vector<Account> found = TADPOLE_TRY(all_of<Account>(sql, account_of, key));
    return found.empty() ? std::optional<Account>() : std::optional<Account>(found.front());
  }

  mutable std::mutex mutex_;
  std::unique_ptr<Database> db_;
  std::unique_ptr<SqlEvents> events_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::string& address) {
  std::unique_ptr<Database> db = TADPOLE_TRY(open_database(address));
  std::unique_ptr<Database> writer = TADPOLE_TRY(db->another());
  std::unique_ptr<Database> reader = TADPOLE_TRY(db->another());
  auto events = std::make_unique<SqlEvents>(std::move(writer), std::move(reader));
  return std::unique_ptr<Store>(new SqlStore(std::move(db), std::move(events)));
}

}  // namespace tadpole::server
