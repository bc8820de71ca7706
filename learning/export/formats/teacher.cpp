// SPDX-License-Identifier: Apache-2.0
// For who teaches the course: the teacher's page of each section with the slides of its units.
#include "core/base/html.h"
#include "learning/export/book.h"

namespace tadpole::learning {
namespace {

std::string slides_of(const Section& section, const OwnWords& words) {
  std::string out;
  for (const Unit& unit : section.units) {
    std::string slides;
    for (const Block& block : unit.blocks) {
      if (block.kind == "slides") slides += slides_html(block);
    }
    if (!slides.empty())
      out += "<h3 id=\"" + unit_anchor(html_escaped(unit.id)) + "\">" +
             words.html(Word::slides_of, {{"title", html_escaped(unit.title)}}) +
             "</h3>\n<div class=\"handout\">\n" + slides + "</div>\n";
  }
  return out;
}

std::string section_html(const Program& program, const Section& section) {
  const OwnWords words(program);
  return "<article class=\"unit\">\n<h2 class=\"title\">" + html_escaped(section.title) +
         "</h2>\n<p class=\"path\">" +
         words.html(Word::minutes, {{"n", std::to_string(section.teach_minutes)}}) +
         "</p>\n<div class=\"teach\"" + lang_attribute(program, section.teach_language) + ">\n" +
         section.teach_html + "</div>\n" + slides_of(section, words) + "</article>\n";
}

class TeacherFormat final : public Format {
 public:
  const char* help() const override { return "the teachers' pages with the slides, to print"; }
  Shape shape() const override { return Shape::document; }

  Result<FileSet> files(const ExportJob& job) const override {
    const OwnWords words(job.program);
    std::string body;
    for (const Chapter& chapter : job.course.chapters) {
      std::string sections;
      for (const Section& section : chapter.sections) {
        if (!section.teach_html.empty()) sections += section_html(job.program, section);
      }
      if (!sections.empty())
        body += "<h1 class=\"chapter\">" + html_escaped(chapter.title) + "</h1>\n" + sections;
    }
    if (body.empty())
      return Error{"the course '" + job.course.title +
                   "' has no teacher's page; write teach.md beside a section.yaml"};
    return book(job, "<main>\n" + cover(job, words.html(Word::for_teachers)) + body + "</main>\n",
                "");
  }
};

}  // namespace

std::unique_ptr<Format> make_format_teacher() { return std::make_unique<TeacherFormat>(); }

}  // namespace tadpole::learning
