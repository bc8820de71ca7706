// SPDX-License-Identifier: Apache-2.0
// Signing in by a nickname. On the hub's own machine that is all; from elsewhere a secret belongs
// to it, and the code of a class to make it.
#include <algorithm>

#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

using learning::Account;

constexpr std::size_t kShortestSecret = 4;

Result<const learning::Classroom*> classroom_with(const std::vector<learning::Classroom>& all,
                                                  std::string code) {
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.code == code; });
  if (at == all.end())
    return wrong_use("There is no class with the code '" + code +
                     "'; ask your teacher for the six characters.");
  return &*at;
}

// The first account of a hub made on its own machine runs it.
std::vector<std::string> first_roles(bool first, bool local) {
  if (first && local) return {"learner", "instructor", "author", "moderator", "host"};
  return {"learner"};
}

// What the page must ask for besides the nickname: the code of its refusal.
constexpr const char *kAsksSecret = "secret_needed", *kAsksCode = "code_and_secret_needed";

// asks: set when a field of the page would help.
Result<Account> make_account(Hub& hub, const Call& call, const std::string& nickname,
                             const std::string& secret, std::string& asks) {
  const std::string no = learning::nickname_refusal(nickname);
  if (!no.empty()) return wrong_use(no);
  std::string classroom;
  const std::string code = call.body.value("code", "");
  const std::vector<learning::Classroom> classrooms = TADPOLE_TRY(hub.store().classrooms());
  if (!code.empty()) {
    asks = kAsksCode;
    classroom = TADPOLE_TRY(classroom_with(classrooms, code))->id;
  }
  if (!hub.sits_here(call.request)) {
    asks = kAsksCode;
    if (classroom.empty())
      return wrong_use("There is nobody called '" + nickname +
                       "' here yet; to begin, give the code of your class too.");
    if (secret.size() < kShortestSecret)
      return wrong_use("Choose a secret of at least 4 characters, so that nobody else can be you.");
  }
  const std::string hash = secret.empty() ? "" : learning::hash_secret(secret);
  if (!secret.empty() && hash.empty())
    return Error{
        "There is too little memory to keep a secret; close other programs and try again."};
  const bool first = TADPOLE_TRY(hub.store().accounts()).empty();
  Account account = {.id = learning::new_id(),
                     .nickname = nickname,
                     .roles = first_roles(first, hub.sits_here(call.request)),
                     .secret_hash = hash,
                     .created_ms = hub.now_ms()};
  TADPOLE_TRY(hub.store().put_account(account));
  if (!classroom.empty())
    TADPOLE_TRY(
        hub.store().put_member({.classroom = classroom, .account = account.id, .role = "learner"}));
  return account;
}

Result<Account> known_account(Hub& hub, const Call& call, const Account& account,
                              const std::string& secret, std::string& asks) {
  if (account.secret_hash.empty()) {
    if (hub.sits_here(call.request)) return account;
    return wrong_use(
        "'" + account.nickname +
        "' has no secret yet and can sign in on the hub's own machine alone; choose another name.");
  }
  asks = kAsksSecret;
  if (learning::secret_fits(account.secret_hash, secret)) return account;
  return wrong_use(secret.empty()
                       ? "'" + account.nickname + "' has a secret; type it too."
                       : "That is not the secret of '" + account.nickname + "'; try again.");
}

}  // namespace

Json me_json(Hub& hub, const Caller& caller);

namespace {

Response sign_in(Hub& hub, const Call& call) {
  const std::string nickname = call.body["nickname"], secret = call.body.value("secret", "");
  if (!hub.may_try_sign_in(call.request.remote) ||
      (!secret.empty() && !hub.may_try_secret(learning::nickname_key(nickname))))
    return error_response(429, "too_many", "Too many tries; wait a minute.");
  const auto found = hub.store().account_named(nickname);
  if (!found.ok()) return response_of(found.error());
  std::string asks;
  const Result<Account> account = found.value()
                                      ? known_account(hub, call, *found.value(), secret, asks)
                                      : make_account(hub, call, nickname, secret, asks);
  if (!account.ok()) {
    const bool refused = account.error().kind == ErrorKind::wrong_use && !asks.empty();
    return refused ? error_response(400, asks, account.error().message)
                   : response_of(account.error());
  }
  const Result<std::string> token = hub.sign_in(account.value());
  if (!token.ok()) return response_of(token.error());
  const Account& me = account.value();
  const std::string cookie = std::string(kSessionCookie) + "=" + token.value() +
                             "; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000" +
                             (call.request.secure ? "; Secure" : "");
  return json_response({{"me", me_json(hub, {me.id, me.nickname, me.roles})}})
      .with("Set-Cookie", cookie);
}

}  // namespace

Json me_json(Hub& hub, const Caller& caller) {
  Json classes = Json::array();
  const auto members = hub.store().members();
  const auto classrooms = hub.store().classrooms();
  if (members.ok() && classrooms.ok()) {
    for (const learning::Classroom& one : classrooms.value()) {
      std::string role = one.owner == caller.learner ? "instructor" : "";
      for (const learning::Member& member : members.value()) {
        if (member.classroom == one.id && member.account == caller.learner) role = member.role;
      }
      if (!role.empty()) classes.push_back({{"id", one.id}, {"title", one.name}, {"role", role}});
    }
  }
  return {{"id", caller.learner},
          {"nickname", caller.nickname},
          {"roles", caller.roles},
          {"classes", classes}};
}

void add_session_routes(Hub& hub, Router& router) {
  using namespace schema;
  const Json me =
      object({{"id", text()},
              {"nickname", text()},
              {"roles", list(text())},
              {"classes", list(object({{"id", text()}, {"title", text()}, {"role", text()}}))}});
  router.add(
      {"POST", "/api/v1/session", "sign_in", "sign in, or begin, with a nickname", "",
       object({{"nickname", text()},
               {"secret?", text("at least 4 characters; not needed on the hub's own machine")},
               {"code?", text("of a class, for a new learner on another machine")}}),
       object({{"me", me}}), [&hub](const Call& call) { return sign_in(hub, call); }});
  router.add({"DELETE", "/api/v1/session", "sign_out", "sign out on this machine", "", nullptr,
              nullptr, [&hub](const Call& call) {
                const Outcome out = hub.sign_out(call.request);
                if (!out.ok()) return response_of(out.error());
                return json_response(Json::object())
                    .with("Set-Cookie", std::string(kSessionCookie) +
                                            "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
              }});
  router.add({"GET", "/api/v1/me", "read_me", "who is signed in", "own.export", nullptr, me,
              [&hub](const Call& call) { return json_response(me_json(hub, call.caller)); }});
}

}  // namespace tadpole::server
