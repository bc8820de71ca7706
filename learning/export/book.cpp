// SPDX-License-Identifier: Apache-2.0
#include "learning/export/book.h"

#include "core/base/html.h"
#include "learning/export/relink.h"

namespace tadpole::learning {

std::string unit_anchor(const std::string& unit) { return "unit-" + unit; }

std::string cover(const ExportJob& job, const std::string& what) {
  const std::string& licence = job.program.licence;
  return "<header class=\"cover\">\n<p class=\"path\">" + what + "</p>\n<h1>" +
         html_escaped(job.course.title) + "</h1>\n<p class=\"lead\">" +
         html_escaped(job.course.summary) + "</p>\n" +
         (licence.empty() ? ""
                          : "<p>" +
                                OwnWords(job.program)
                                    .html(Word::licence, {{"licence", html_escaped(licence)}}) +
                                "</p>\n") +
         "</header>\n";
}

Result<FileSet> book(const ExportJob& job, const std::string& body, const std::string& more_style) {
  std::string missing;
  const auto target = [&](const std::string& id) {
    return body.find(" id=\"" + html_escaped(id) + "\"") == std::string::npos ? "" : "#" + id;
  };
  const Targets targets = {
      .unit = [&](const std::string& unit) { return target(unit_anchor(unit)); },
      .idea = [&](const std::string& idea) { return target("idea-" + idea); },
      .media = [&](const std::string& name) -> std::string {
        const Result<std::string> bytes = asset_of(job, name);
        if (!bytes.ok() && missing.empty()) missing = bytes.error().message;
        return bytes.ok() ? data_address(name, bytes.value()) : "";
      }};
  const std::string whole = relinked(body, targets);
  if (!missing.empty()) return Error{missing};
  return FileSet{{"page.html", document({.title = job.course.title,
                                         .language = job.program.languages.front(),
                                         .body = whole},
                                        job.options.katex, more_style)}};
}

}  // namespace tadpole::learning
