// SPDX-License-Identifier: Apache-2.0
// Files that learners hand in: judged at once, kept by their hash in the learner's own folder.
#include <algorithm>

#include "core/base/hash.h"
#include "learning/artefact/artefact.h"
#include "server/hub/artefact_store.h"
#include "server/hub/room.h"

namespace tadpole::server {
namespace {

const learning::Block* artefact_named(const learning::Program& program, const std::string& name) {
  const auto at = program.find(name.substr(0, name.find('.')));
  if (!at.unit) return nullptr;
  for (const learning::Block& block : at.unit->blocks) {
    if (block.kind == "artefact" && learning::block_name(*at.unit, block.id) == name) return &block;
  }
  return nullptr;
}

Response hand_in(Hub& hub, const Call& call) {
  const auto program = hub.program();
  const std::string where = call.param("block");
  const learning::Block* block = artefact_named(*program, where);
  if (!block)
    return error_response(404, "missing", "Nothing is handed in at '" + where + "'; reload.");
  const std::string& bytes = call.request.body;
  if (bytes.size() > learning::kMostArtefactBytes)
    return error_response(413, "too_large", "The file has more than 16 MB; hand in a smaller one.");
  const std::string name = learning::safe_name(call.request.asked("name"));
  const auto verdict = learning::judge(
      {name, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, *block});
  if (!verdict.ok()) return response_of(verdict.error());
  const std::string hash = sha256_hex(bytes);
  const ArtefactStore store(hub.options().data);
  const Outcome kept = store.put(call.caller.learner, hash, bytes);
  if (!kept.ok()) return response_of(kept.error());
  const auto event = hub.record_for(call.caller.learner, "artefact.handed_in", where,
                                    {{"name", name},
                                     {"bytes", bytes.size()},
                                     {"sha256", hash},
                                     {"accepted", verdict.value().accepted},
                                     {"results", verdict.value().results}});
  if (!event.ok()) return response_of(event.error());
  const auto learner = hub.lock(call.caller.learner);
  if (!learner.ok()) return response_of(learner.error());
  return json_response(learning::to_json(learner.value().state().artefacts.at(where)));
}

// The caller's own, or that of a learner whom the caller teaches.
bool may_read(Hub& hub, const Call& call, const std::string& learner) {
  if (learner == call.caller.learner) return true;
  const auto rooms = rooms_of(hub, call.caller);
  if (!rooms.ok()) return false;
  return std::any_of(rooms.value().begin(), rooms.value().end(), [&](const Room& room) {
    return room.teaches() && room.member(learner) != nullptr;
  });
}

Response download(Hub& hub, const Call& call) {
  const std::string learner = call.param("id"), hash = call.param("sha256");
  const auto bytes = may_read(hub, call, learner)
                         ? ArtefactStore(hub.options().data).get(learner, hash)
                         : Result<std::string>(Error{"not for the caller"});
  if (!bytes.ok())
    return error_response(404, "missing", "There is no such file for you; it may be erased.");
  std::string name = "file";
  const auto state = hub.lock(learner);
  if (!state.ok()) return response_of(state.error());
  for (const auto& [where, one] : state.value().state().artefacts) {
    if (one.sha256 == hash) name = one.name;
  }
  Response response;
  response.type = "application/octet-stream";
  response.body = bytes.value();
  return response.with("Content-Disposition", "attachment; filename=\"" + name + "\"")
      .with("X-Content-Type-Options", "nosniff");
}

Response of_class(Hub& hub, const Call& call) {
  const auto room = room_named(hub, call.caller, call.param("id"));
  if (!room.ok()) return error_response(404, "missing", room.error().message);
  if (!room.value().teaches())
    return error_response(403, "not_allowed", "Only those who teach this class see its work.");
  const auto program = hub.program();
  Json list = Json::array();
  for (const learning::Member& member : room.value().members) {
    const auto account = hub.store().account(member.account);
    const auto learner = hub.lock(member.account);
    if (!learner.ok()) return response_of(learner.error());
    if (!account.ok() || !account.value()) continue;
    for (const auto& [where, one] : learner.value().state().artefacts) {
      const auto at = program->find(where.substr(0, where.find('.')));
      Json row = learning::to_json(one);
      row["learner"] = member.account;
      row["nickname"] = account.value()->nickname;
      row["block"] = where;
      row["unit"] = at.unit ? at.unit->id : "";
      row["title"] = at.unit ? at.unit->title : where;
      list.push_back(std::move(row));
    }
  }
  return json_response(list);
}

}  // namespace

void add_artefacts_routes(Hub& hub, Router& router) {
  using namespace schema;
  const auto handed_in = [](std::initializer_list<std::pair<std::string, Json>> more) {
    Json json = object(
        {{"name", text()},
         {"sha256", text()},
         {"bytes", number()},
         {"at_ms", number()},
         {"accepted", flag("all its checks passed")},
         {"results",
          list(object({{"name", text()}, {"status", text("pass | fail")}, {"message", text()}}))}});
    const Json others = object(more);
    json["properties"].update(others["properties"]);
    return json;
  };
  router.add({"POST", "/api/v1/artefacts/{block}", "hand_in",
              "a file (?name=) as the body of the request, at most 16 MB", "artefact.write",
              nullptr, handed_in({}), [&hub](const Call& call) { return hand_in(hub, call); }});
  router.add({"GET", "/api/v1/learners/{id}/artefacts/{sha256}", "read_artefact",
              "the file itself, for its owner and their teachers", "own.export", nullptr, nullptr,
              [&hub](const Call& call) { return download(hub, call); }});
  router.add({"GET", "/api/v1/classes/{id}/artefacts", "list_artefacts",
              "what a class has handed in", "own.export", nullptr,
              list(handed_in({{"learner", text()},
                              {"nickname", text()},
                              {"block", text()},
                              {"unit", text()},
                              {"title", text()}})),
              [&hub](const Call& call) { return of_class(hub, call); }});
}

}  // namespace tadpole::server
