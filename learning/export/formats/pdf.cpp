// SPDX-License-Identifier: Apache-2.0
// The course as a book: contents, every unit, the answers at the end, the glossary.
#include "core/base/html.h"
#include "learning/export/book.h"

namespace tadpole::learning {
namespace {

std::string contents(const Course& course) {
  std::string out = "<nav class=\"contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n";
  for (const Chapter& chapter : course.chapters) {
    out += "<h3>" + html_escaped(chapter.title) + "</h3>\n<ul>\n";
    for (const Section& section : chapter.sections) {
      for (const Unit& unit : section.units)
        out += "<li><a href=\"/units/" + html_escaped(unit.id) + "\">" + html_escaped(unit.title) +
               "</a></li>\n";
    }
    out += "</ul>\n";
  }
  return out + "</nav>\n";
}

std::string unit_html(const Program::At& at, BlockWriter& writer) {
  return "<article class=\"unit\">\n<p class=\"path\">" + html_escaped(at.section->title) +
         "</p>\n<h2 class=\"title\" id=\"" + unit_anchor(html_escaped(at.unit->id)) + "\">" +
         html_escaped(at.unit->title) + "</h2>\n" + writer.unit(at) + "</article>\n";
}

class PdfFormat final : public Format {
 public:
  const char* help() const override { return "the course as a book, with the answers at its end"; }
  Shape shape() const override { return Shape::document; }

  Result<FileSet> files(const ExportJob& job) const override {
    BlockWriter writer(job.program, Answers::apart);
    std::string body = cover(job, job.program.title) + contents(job.course), answers;
    const Chapter* chapter = nullptr;
    std::int64_t done = 0;
    for (const Program::At& at : units_of(job)) {
      TADPOLE_TRY(step(job, done++, *at.unit));
      if (at.chapter != chapter)
        body += "<h1 class=\"chapter\">" + html_escaped(at.chapter->title) + "</h1>\n";
      chapter = at.chapter;
      body += unit_html(at, writer);
      answers += writer.take_answers();
    }
    if (!answers.empty())
      body +=
          "<h1 class=\"chapter\">Answers</h1>\n<div class=\"answers\">\n" + answers + "</div>\n";
    body += "<h1 class=\"chapter\">Glossary</h1>\n" + glossary_html(job.program);
    return book(job, "<main>\n" + body + "</main>\n", "");
  }
};

}  // namespace

std::unique_ptr<Format> make_format_pdf() { return std::make_unique<PdfFormat>(); }

}  // namespace tadpole::learning
