// SPDX-License-Identifier: Apache-2.0
// Teachers' pages of the sections: how to teach them, with answers. Not for learners.
#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

using learning::Chapter;
using learning::Course;
using learning::Section;

// Calls f(course, chapter, section) for the sections that have a page, in reading order.
template <class F>
void for_pages(const learning::Program& program, const F& f) {
  for (const Course& course : program.courses) {
    for (const Chapter& chapter : course.chapters) {
      for (const Section& section : chapter.sections) {
        if (!section.teach_html.empty()) f(course, chapter, section);
      }
    }
  }
}

Json page_json(const Course& course, const Chapter& chapter, const Section& section) {
  return {{"section", section.id},
          {"title", section.title},
          {"minutes", section.teach_minutes},
          {"course", course.title},
          {"chapter", chapter.title}};
}

Response list_pages(Hub& hub, const Call& call) {
  const auto program = hub.program_for(call.request);
  Json pages = Json::array();
  for_pages(*program, [&](const Course& course, const Chapter& chapter, const Section& section) {
    pages.push_back(page_json(course, chapter, section));
  });
  return json_response(pages);
}

Response read_page(Hub& hub, const Call& call) {
  const std::string id = call.param("section");
  const auto program = hub.program_for(call.request);
  Json page;
  for_pages(*program, [&](const Course& course, const Chapter& chapter, const Section& section) {
    if (section.id != id) return;
    page = page_json(course, chapter, section);
    page["html"] = section.teach_html;
    page["language"] = section.teach_language;
    page["units"] = Json::array();
    for (const learning::Unit& unit : section.units)
      page["units"].push_back({{"id", unit.id}, {"title", unit.title}});
  });
  if (!page.is_null()) return json_response(page);
  return error_response(404, "missing",
                        "There is no teacher's page for '" + id +
                            "'; its author writes it as teach.md beside section.yaml.");
}

}  // namespace

void add_teach_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"GET", "/api/v1/teach", "list_teach_pages", "sections that have a teacher's page",
              "teach.read", nullptr,
              list(object({{"section", text()},
                           {"title", text()},
                           {"minutes", number()},
                           {"course", text()},
                           {"chapter", text()}})),
              [&hub](const Call& call) { return list_pages(hub, call); }});
  router.add({"GET", "/api/v1/teach/{section}", "read_teach_page",
              "how to teach a section, with answers", "teach.read", nullptr,
              object({{"section", text()},
                      {"title", text()},
                      {"minutes", number()},
                      {"course", text()},
                      {"chapter", text()},
                      {"html", text()},
                      {"language", text("of the page: asked for by ?in=es, or as it was written")},
                      {"units", list(object({{"id", text()}, {"title", text()}}))}}),
              [&hub](const Call& call) { return read_page(hub, call); }});
}

}  // namespace tadpole::server
