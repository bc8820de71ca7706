// SPDX-License-Identifier: Apache-2.0
// Accounts, roles, classes, sessions: small records that one hub owns. A nickname is enough;
// nothing else is asked.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tadpole::learning {

struct Account {
  std::string id, nickname;
  std::vector<std::string> roles;  // learner, mentor, instructor, author, moderator, host
  std::string secret_hash;         // Argon2id; "": signs in by nickname alone, on localhost only
  std::int64_t created_ms = 0;
  std::string came_as;  // its nickname on the hub it came from; "": it was made here
};
struct Session {
  std::string token_hash;  // SHA-256; the token itself is only with the page
  std::string account;
  std::int64_t expires_ms = 0;
};
struct Classroom {
  std::string id, name, owner;  // owner: account
  std::string code;             // six characters without those that look alike
  std::int64_t start_ms = 0;    // due days count from here; 0: self-paced
  int grace_hours = 0;
};
struct Member {
  std::string classroom, account;
  std::string role;        // learner, mentor, instructor
  int extension_days = 0;  // on every due date
};
struct AuditEntry {
  std::int64_t at_ms = 0;
  std::string who, action, subject, remote;
};

// Permissions as a table: what each role may do ("class.read", "learner.erase", ...).
bool allowed(const std::string& role, const std::string& permission);
bool allowed(const std::vector<std::string>& roles, const std::string& permission);
// The role in a class, any class, that is enough for it whatever the account's roles; "": none is.
std::string enough_in_class(const std::string& permission);
std::vector<std::string> all_roles();  // guest among them
std::vector<std::string> all_permissions();

// "" or why it cannot be taken: letters of any script, digits, space - _ . ', 1 to 40 characters,
// visible.
std::string nickname_refusal(const std::string& nickname);
// Lower case, no doubled spaces: two names with the same key are the same name.
std::string nickname_key(const std::string& nickname);

// When hubs meet: the accounts to keep besides those that were made here (all that ever came, with
// their names as they are now). The same whatever the order of the meetings. They come as learners,
// without secrets; what is no nickname stays out.
std::vector<Account> merged_accounts(const std::vector<Account>& here,
                                     const std::vector<Account>& coming);

std::string new_id();     // 12 characters, random
std::string new_token();  // 256 bits, base64url
std::string new_class_code();
std::string token_hash(const std::string& token);
// Argon2id; "" when the memory for it is not there. least: for tests, a guess costs next to
// nothing.
enum class SecretCost : std::uint8_t { interactive, least };
std::string hash_secret(const std::string& secret, SecretCost cost = SecretCost::interactive);
bool secret_fits(const std::string& hash, const std::string& secret);

// A roster: CSV with the header nickname[,extension_days]. Mistakes name the line.
struct RosterRow {
  std::string nickname;
  int extension_days = 0;
};
Result<std::vector<RosterRow>> read_roster(const std::string& csv);
std::string write_roster(const std::vector<RosterRow>& rows);

// What a row of the roster does for a class. made: a new account; added: had an account, comes into
// the class; changed: was in it, the extension is another now; same: nothing to do; needs_code: has
// an account that is more than a learner's, and joins by the code of the class.
enum class Enrolment : std::uint8_t { made, added, changed, same, needs_code };
// account: who has the nickname on this hub; nullptr: nobody. member: their place in the class;
// nullptr: none.
Enrolment enrolment_of(const RosterRow& row, const Account* account, const Member* member);
std::string enrolment_name(Enrolment enrolment);

// Tokens of a bucket per key: `burst` at once, refilled at `per_minute`. Bounded in memory.
// Thread-safe.
class RateLimiter {
 public:
  RateLimiter(double burst, double per_minute);
  ~RateLimiter();
  bool take(const std::string& key, std::int64_t now_ms);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tadpole::learning
