// SPDX-License-Identifier: Apache-2.0
// What the hub knows of one learner, to take away or to take back.
#include <algorithm>

#include "server/hub/artefact_store.h"
#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

// The caller's own, or with the permission anybody's.
bool may(const Call& call, const char* permission) {
  return call.param("id") == call.caller.learner ||
         learning::allowed(call.caller.roles, permission);
}

Response not_yours() {
  return error_response(403, "not_allowed",
                        "This is another learner's; only they and the hub's host may do that.");
}

Response everything_known(Hub& hub, const Call& call) {
  if (!may(call, "learner.export")) return not_yours();
  const auto account = hub.store().account(call.param("id"));
  if (!account.ok()) return response_of(account.error());
  if (!account.value())
    return error_response(404, "missing", "There is no learner '" + call.param("id") + "'.");
  const auto events = hub.store().events().of_learner(call.param("id"));
  if (!events.ok()) return response_of(events.error());
  Json list = Json::array();
  for (const learning::Event& event : events.value()) list.push_back(learning::to_json(event));
  Json classes = Json::array();
  const auto members = hub.store().members();
  if (members.ok()) {
    for (const learning::Member& member : members.value()) {
      if (member.account == call.param("id"))
        classes.push_back({{"class", member.classroom}, {"role", member.role}});
    }
  }
  const learning::Account& a = *account.value();
  return json_response({{"account",
                         {{"id", a.id},
                          {"nickname", a.nickname},
                          {"roles", a.roles},
                          {"has_secret", !a.secret_hash.empty()},
                          {"created_ms", a.created_ms}}},
                        {"classes", classes},
                        {"events", list},
                        {"artefacts", ArtefactStore(hub.options().data).all_of(a.id)},
                        {"projects", hub.workbench_of(a.id).names()}})
      .with("Content-Disposition", "attachment; filename=\"tadpole-" + a.id + ".json\"");
}

Response erase(Hub& hub, const Call& call) {
  if (!may(call, "learner.erase")) return not_yours();
  const std::string id = call.param("id");
  const auto events = hub.store().events().erase_learner(id);
  if (!events.ok()) return response_of(events.error());
  Outcome gone = hub.store().erase_account(id);
  if (gone.ok()) gone = hub.erase_files(id);
  hub.forget(id);
  if (gone.ok()) gone = hub.audit(call, "learner.erased", id);
  if (!gone.ok()) return response_of(gone.error());
  return json_response({{"events", events.value()}});
}

Response set_roles(Hub& hub, const Call& call) {
  const auto found = hub.store().account(call.param("id"));
  if (!found.ok()) return response_of(found.error());
  if (!found.value())
    return error_response(404, "missing", "There is no learner '" + call.param("id") + "'.");
  learning::Account account = *found.value();
  const std::vector<std::string> known = learning::all_roles();
  std::vector<std::string> roles;
  for (const Json& role : call.body["roles"]) {
    if (role == "guest" ||
        std::find(known.begin(), known.end(), role.get<std::string>()) == known.end())
      return error_response(400, "role", "There is no role '" + role.get<std::string>() + "'.");
    roles.push_back(role);
  }
  account.roles = roles;
  Outcome kept = hub.store().put_account(account);
  hub.forget(account.id);
  if (kept.ok()) kept = hub.audit(call, "account.roles", account.id);
  return kept.ok() ? json_response({{"id", account.id}, {"roles", roles}})
                   : response_of(kept.error());
}

Response list_accounts(Hub& hub) {
  const auto accounts = hub.store().accounts();
  if (!accounts.ok()) return response_of(accounts.error());
  Json list = Json::array();
  for (const learning::Account& one : accounts.value())
    list.push_back({{"id", one.id}, {"nickname", one.nickname}, {"roles", one.roles}});
  return json_response(list);
}

Response audit_log(Hub& hub) {
  const auto entries = hub.store().audit_log(500);
  if (!entries.ok()) return response_of(entries.error());
  Json list = Json::array();
  for (const learning::AuditEntry& one : entries.value())
    list.push_back({{"at_ms", one.at_ms},
                    {"who", one.who},
                    {"action", one.action},
                    {"subject", one.subject},
                    {"remote", one.remote}});
  return json_response(list);
}

}  // namespace

void add_learners_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"GET", "/api/v1/learners/{id}/export", "export_learner",
              "everything the hub knows of a learner", "own.export", nullptr,
              object({{"account", any()},
                      {"classes", list(any())},
                      {"events", list(any())},
                      {"artefacts", list(any("sha256, bytes, base64"))},
                      {"projects", list(text("its files: /api/v1/projects/{project}/archive"))}}),
              [&hub](const Call& call) { return everything_known(hub, call); }});
  router.add({"DELETE", "/api/v1/learners/{id}", "erase_learner", "erase a learner, for good",
              "own.erase", nullptr, object({{"events", number("erased")}}),
              [&hub](const Call& call) { return erase(hub, call); }});
  router.add({"GET", "/api/v1/accounts", "list_accounts", "everybody of this hub", "account.roles",
              nullptr,
              list(object({{"id", text()}, {"nickname", text()}, {"roles", list(text())}})),
              [&hub](const Call&) { return list_accounts(hub); }});
  router.add({"PUT", "/api/v1/accounts/{id}/roles", "set_roles", "what somebody may do",
              "account.roles", object({{"roles", list(text())}}),
              object({{"id", text()}, {"roles", list(text())}}),
              [&hub](const Call& call) { return set_roles(hub, call); }});
  router.add({"GET", "/api/v1/audit", "read_audit", "who changed what about people and classes",
              "hub.manage", nullptr,
              list(object({{"at_ms", number()},
                           {"who", text()},
                           {"action", text()},
                           {"subject", text()},
                           {"remote", text()}})),
              [&hub](const Call&) { return audit_log(hub); }});
}

}  // namespace tadpole::server
