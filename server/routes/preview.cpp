// SPDX-License-Identifier: Apache-2.0
// For authors: a unit with its keys and what the linter says of it, and news when a file changed.
#include "learning/course/read_program.h"
#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

Json item_json(const learning::Item& item) {
  constexpr std::uint64_t kSeed = 1;
  Json json = {{"item", learning::present(item, kSeed, learning::html_of)},
               {"sealed", item.sealed},
               {"hints", Json::array()}};
  for (std::size_t n = 0; n < item.hints.size(); ++n)
    json["hints"].push_back(learning::hint_of(item, kSeed, n, learning::html_of));
  if (!item.sealed) json["reveal"] = learning::reveal_of(item, kSeed, learning::html_of);
  return json;
}

// The linter reads all files: code of exercises is run again only by 'tadpole course check'.
Json remarks_on(Hub& hub, const std::string& file) {
  Json list = Json::array();
  const auto read = learning::read_program(hub.options().courses);
  if (!read.ok())
    return Json::array({{{"line", 0}, {"severity", "error"}, {"message", read.error().message}}});
  for (const learning::Problem& one :
       learning::check_program(read.value(), learning::Depth::text)) {
    if (one.place.file != file) continue;
    list.push_back({{"line", one.place.line},
                    {"severity", one.severity == learning::Severity::error ? "error" : "warning"},
                    {"message", one.sentence}});
  }
  return list;
}

Response preview(Hub& hub, const Call& call) {
  const auto program = hub.program();
  const auto at = program->find(call.param("unit"));
  if (!at.unit)
    return error_response(404, "missing", "There is no unit '" + call.param("unit") + "'.");
  Json blocks = Json::array();
  for (const learning::Block& block : at.unit->blocks) {
    Json json = {{"id", learning::block_name(*at.unit, block.id)},
                 {"kind", block.kind},
                 {"revision", block.revision},
                 {"line", block.place.line},
                 {"data", block.data},
                 {"sealed", block.sealed},
                 {"items", Json::array()}};
    for (const learning::Item& item : block.items) json["items"].push_back(item_json(item));
    blocks.push_back(std::move(json));
  }
  return json_response({{"id", at.unit->id},
                        {"title", at.unit->title},
                        {"file", at.unit->place.file},
                        {"remarks", remarks_on(hub, at.unit->place.file)},
                        {"blocks", blocks}});
}

Response changes(Hub& hub) {
  Response response;
  response.stream = std::make_shared<EventStream>();
  response.stream->push("watching", hub.options().watch_courses ? "true" : "false");
  hub.add_listener(response.stream);
  return response;
}

}  // namespace

void add_preview_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"GET", "/api/v1/preview/{unit}", "preview_unit",
              "a unit with keys and the linter's remarks", "course.preview", nullptr,
              object({{"id", text()},
                      {"title", text()},
                      {"file", text()},
                      {"remarks", list(object({{"line", number()},
                                               {"severity", text("error | warning")},
                                               {"message", text()}}))},
                      {"blocks", list(any())}}),
              [&hub](const Call& call) { return preview(hub, call); }});
  router.add({"GET", "/api/v1/changes", "watch_courses",
              "server-sent events: the courses were read again", "course.preview", nullptr, nullptr,
              [&hub](const Call&) { return changes(hub); }});
}

}  // namespace tadpole::server
