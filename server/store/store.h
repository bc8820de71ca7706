// SPDX-License-Identifier: Apache-2.0
// The database of a hub: events, accounts, sessions, classes, search. One interface, two homes.
#pragma once
#include <memory>
#include <span>

#include "core/base/files.h"
#include "learning/log/event_store.h"
#include "learning/people/people.h"

namespace tadpole::server {

struct SearchRow {
  std::string course, unit, block, title, text;
};
struct SearchHit {
  std::string course, unit, block, title, snippet_html;  // <mark> around what was found
};

// Thread-safe. When the server of the database went away, each call tries once more.
class Store {
 public:
  virtual ~Store() = default;
  virtual learning::EventStore& events() = 0;

  virtual Outcome put_account(
      const learning::Account& account) = 0;  // fails when the name is taken
  // All or none, and names may change hands among them.
  virtual Outcome put_accounts(std::span<const learning::Account> accounts) = 0;
  virtual Result<std::optional<learning::Account>> account(const std::string& id) const = 0;
  virtual Result<std::optional<learning::Account>> account_named(
      const std::string& nickname) const = 0;
  virtual Result<std::vector<learning::Account>> accounts() const = 0;
  virtual Outcome erase_account(const std::string& id) = 0;  // with sessions and memberships

  virtual Outcome put_session(const learning::Session& session) = 0;
  virtual Result<std::optional<learning::Session>> session(const std::string& token_hash) const = 0;
  virtual Outcome drop_session(const std::string& token_hash) = 0;

  virtual Outcome put_classroom(const learning::Classroom& classroom) = 0;
  virtual Result<std::vector<learning::Classroom>> classrooms() const = 0;
  virtual Outcome put_member(const learning::Member& member) = 0;
  virtual Outcome drop_member(const std::string& classroom, const std::string& account) = 0;
  virtual Result<std::vector<learning::Member>> members() const = 0;

  virtual Outcome audit(const learning::AuditEntry& entry) = 0;
  virtual Result<std::vector<learning::AuditEntry>> audit_log(std::size_t most) const = 0;

  virtual Outcome replace_search(std::span<const SearchRow> rows) = 0;
  // The words as typed, any script; never the query language of the database.
  virtual Result<std::vector<SearchHit>> search(const std::string& words,
                                                std::size_t most) const = 0;

  // How often another process changed events or people under a hub that may run: it then forgets
  // what it has folded.
  virtual Result<std::int64_t> touches() const = 0;
  virtual Outcome touch() = 0;
};

// "sqlite:PATH" or "postgresql://...". Makes the tables when they are missing. Fails with what to
// do.
Result<std::unique_ptr<Store>> open_store(const std::string& address);

}  // namespace tadpole::server
