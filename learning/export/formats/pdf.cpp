// SPDX-License-Identifier: Apache-2.0
// The course as a book: contents, every unit, the answers at the end, the glossary.
#include "core/base/html.h"
#include "learning/export/book.h"

namespace tadpole::learning {
namespace {

std::string contents(const Course& course, const OwnWords& words) {
  const std::string name = words.html(Word::contents);
  std::string out = "<nav class=\"contents\" aria-label=\"" + name + "\">\n<h2>" + name + "</h2>\n";
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

std::string unit_html(const Program& program, const Program::At& at, BlockWriter& writer) {
  return "<article class=\"unit\"" + lang_attribute(program, at.unit->language) +
         ">\n<p class=\"path\">" + html_escaped(at.section->title) +
         "</p>\n<h2 class=\"title\" id=\"" + unit_anchor(html_escaped(at.unit->id)) + "\">" +
         html_escaped(at.unit->title) + "</h2>\n" + writer.unit(at) + "</article>\n";
}

std::string heading(const std::string& html) { return "<h1 class=\"chapter\">" + html + "</h1>\n"; }

class PdfFormat final : public Format {
 public:
  const char* help() const override { return "the course as a book, with the answers at its end"; }
  Shape shape() const override { return Shape::document; }

  Result<FileSet> files(const ExportJob& job) const override {
    BlockWriter writer(job.program, Answers::apart);
    const OwnWords words(job.program);
    std::string body = cover(job, html_escaped(job.program.title)) + contents(job.course, words),
                answers;
    const Chapter* chapter = nullptr;
    std::int64_t done = 0;
    for (const Program::At& at : units_of(job)) {
      TADPOLE_TRY(step(job, done++, *at.unit));
      if (at.chapter != chapter) body += heading(html_escaped(at.chapter->title));
      chapter = at.chapter;
      body += unit_html(job.program, at, writer);
      answers += writer.take_answers();
    }
    if (!answers.empty())
      body +=
          heading(words.html(Word::answers)) + "<div class=\"answers\">\n" + answers + "</div>\n";
    body += heading(words.html(Word::glossary)) + glossary_html(job.program);
    return book(job, "<main>\n" + body + "</main>\n", "");
  }
};

}  // namespace

std::unique_ptr<Format> make_format_pdf() { return std::make_unique<PdfFormat>(); }

}  // namespace tadpole::learning
