// SPDX-License-Identifier: Apache-2.0
// The courses, their maps, units with their blocks, and the glossary.
#include "server/hub/room.h"

namespace tadpole::server {
namespace {

const learning::Course* course_of(const learning::Program& program, const std::string& id) {
  for (const learning::Course& course : program.courses) {
    if (course.id == id) return &course;
  }
  return nullptr;
}

Response missing(const std::string& what, const std::string& id) {
  return error_response(404, "missing",
                        "There is no " + what + " '" + id + "'; it may have been renamed.");
}

Response read_unit(Hub& hub, const Call& call) {
  const auto program = hub.program_for(call.request);
  const learning::Program::At at = program->find(call.param("id"));
  if (!at.unit) return missing("unit", call.param("id"));
  const auto exam = exam_of(hub, call.caller, *at.section);
  if (!exam.ok()) return response_of(exam.error());
  const learning::Exam own = exam.value().exam();
  const learning::Now now = now_for(hub, call.caller, *at.section);
  const Result<LockedLearner> learner = hub.lock(call.caller.learner);
  if (!learner.ok()) return response_of(learner.error());
  const learning::Viewer viewer = {call.caller.learner, learner.value().state(), now, &own};
  return json_response(learning::present_unit(*program, at, viewer));
}

Response read_glossary(Hub& hub, const Call& call) {
  Json terms = Json::array();
  const auto program = hub.program_for(call.request);
  for (const learning::Term& one : program->glossary)
    terms.push_back({{"term", one.term}, {"forms", one.forms}, {"html", one.html}});
  return json_response(terms);
}

}  // namespace

void add_courses_routes(Hub& hub, Router& router) {
  using namespace schema;
  const Json state = text("none | opened | known | done | mastered");
  const Json title = object({{"id", text()}, {"title", text()}});
  const Json unit = object({{"id", text()},
                            {"title", text()},
                            {"kind", text("watch | read | try | practise | discuss | test")},
                            {"minutes", number()},
                            {"concepts", list(text())},
                            {"optional", flag()},
                            {"state", state}});
  const Json section = object({{"id", text()},
                               {"title", text()},
                               {"type", text("lesson | lab | quiz | test")},
                               {"track", text("certificate | practice")},
                               {"units", list(unit)}});
  const Json turn = object({{"course", text()}, {"unit", text()}, {"turn", number("1 to 4")}});
  router.add({"GET", "/api/v1/courses", "list_courses", "all courses with the caller's progress",
              "course.read", nullptr,
              list(object({{"id", text()},
                           {"title", text()},
                           {"summary", text()},
                           {"hours", number()},
                           {"units", number()},
                           {"done", number()},
                           {"known", number("units whose concepts the learner knew before")},
                           {"resume", any("unit, or null when all is done")}})),
              [&hub](const Call& call) {
                const Result<LockedLearner> learner = hub.lock(call.caller.learner);
                if (!learner.ok()) return response_of(learner.error());
                return json_response(learning::list_courses(*hub.program_for(call.request),
                                                            learner.value().state()));
              }});
  router.add(
      {"GET", "/api/v1/courses/{id}", "read_course", "the map of a course", "course.read", nullptr,
       object({{"id", text()},
               {"title", text()},
               {"summary", text()},
               {"chapters", list(object({{"id", text()},
                                         {"title", text()},
                                         {"summary", text()},
                                         {"sections", list(section)}}))},
               {"concepts", list(object({{"id", text()},
                                         {"name", text()},
                                         {"summary", text()},
                                         {"needs", list(text())},
                                         {"turns", list(turn)},
                                         {"known", flag("the learner said so")}}))}}),
       [&hub](const Call& call) {
         const auto program = hub.program_for(call.request);
         const learning::Course* course = course_of(*program, call.param("id"));
         if (!course) return missing("course", call.param("id"));
         const Result<LockedLearner> learner = hub.lock(call.caller.learner);
         if (!learner.ok()) return response_of(learner.error());
         return json_response(learning::course_map(*program, *course, learner.value().state()));
       }});
  router.add(
      {"GET", "/api/v1/units/{id}", "read_unit", "a unit with its blocks, as the caller sees it",
       "course.read", nullptr,
       object(
           {{"id", text()},
            {"title", text()},
            {"kind", text()},
            {"minutes", number()},
            {"concepts", list(text())},
            {"path", object({{"course", title}, {"chapter", title}, {"section", title}})},
            {"previous", any()},
            {"next", any()},
            {"siblings",
             list(object({{"id", text()}, {"title", text()}, {"kind", text()}, {"state", state}}))},
            {"bookmarked", flag()},
            {"language",
             text("of its words: that of a whole translation, asked for by ?in=es, or as written")},
            {"test?", any("of a test: its state, when it is due, attempts, track")},
            {"resume_block", any()},
            {"blocks",
             list(object(
                 {{"id", text()}, {"kind", text()}, {"revision", text()}, {"state", text()}}))}}),
       [&hub](const Call& call) { return read_unit(hub, call); }});
  router.add({"GET", "/api/v1/glossary", "read_glossary", "the terms of the courses, explained",
              "course.read", nullptr,
              list(object({{"term", text()},
                           {"forms", list(text("marked in prose; none: the term itself"))},
                           {"html", text("inline")}})),
              [&hub](const Call& call) { return read_glossary(hub, call); }});
}

}  // namespace tadpole::server
