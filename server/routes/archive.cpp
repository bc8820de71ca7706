// SPDX-License-Identifier: Apache-2.0
// Hubs meet over the web as they do by files: an archive goes out, others' come in.
#include "core/base/text.h"
#include "server/hub/hub.h"
#include "server/store/merge.h"

namespace tadpole::server {
namespace {

Response export_all(Hub& hub, const Call& call) {
  const std::string asked = call.request.asked("since");
  const auto since = asked.empty() ? std::optional<std::int64_t>(0) : parse_whole(asked);
  if (!since || *since < 0)
    return error_response(400, "since",
                          "'since' is no cursor; give the number that the last export told.");
  Response response;
  const auto cursor = export_archive(hub.store(), hub.options().name, *since,
                                     [&](const std::string& text) -> Outcome {
                                       response.body += text;
                                       return Done{};
                                     });
  if (!cursor.ok()) return response_of(cursor.error());
  const Outcome kept = hub.audit(call, "archive.exported", std::to_string(cursor.value()));
  if (!kept.ok()) return response_of(kept.error());
  response.type = "application/x-ndjson";
  return response.with("X-Tadpole-Cursor", std::to_string(cursor.value()))
      .with("Content-Disposition", "attachment; filename=\"hub.events\"");
}

// "": those that are known; "any"; or ids of those that are admitted besides.
Result<learning::Admission> admission_of(const std::string& asked) {
  if (asked == "any") return learning::Admission{};
  learning::Admission admission{.devices = learning::Devices::known};
  if (asked.empty()) return admission;
  for (const std::string& id : split(asked, ',')) {
    if (id.size() != 32 || id.find_first_not_of("0123456789abcdef") != std::string::npos)
      return wrong_use("'" + id +
                       "' is no device; give the 32 hex digits that an import told, or any");
    admission.also.insert(id);
  }
  return admission;
}

Response import(Hub& hub, const Call& call) {
  const auto admission = admission_of(call.request.asked("devices"));
  if (!admission.ok()) return error_response(400, "devices", admission.error().message);
  const auto report =
      merge_archive(call.request.body, hub.store(), hub.device(), admission.value());
  if (!report.ok()) return response_of(report.error());
  Outcome kept = hub.forget_all();
  if (kept.ok())
    kept = hub.audit(call, "archive.imported", std::to_string(report.value().events.added));
  return kept.ok() ? json_response(to_json(report.value())) : response_of(kept.error());
}

}  // namespace

void add_archive_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"GET", "/api/v1/archive", "export_archive",
              "events and names of this hub, as a file for another; ?since=CURSOR: what is newer",
              "archive.write", nullptr, nullptr,
              [&hub](const Call& call) { return export_all(hub, call); }});
  router.add(
      {"POST", "/api/v1/archive", "import_archive",
       "the archive of another hub, as the body; what is here already is passed over. Events "
       "of devices that are not known here are refused and told as new_devices; "
       "?devices=ID,ID admits them, ?devices=any all",
       "archive.write", nullptr,
       object({{"added", number()},
               {"known", number()},
               {"refused", number()},
               {"complete", flag()},
               {"new_devices", list(text())},
               {"problems", list(text())},
               {"people", number("new here")},
               {"renamed", list(object({{"there", text()}, {"here", text()}}))}}),
       [&hub](const Call& call) { return import(hub, call); }});
}

}  // namespace tadpole::server
