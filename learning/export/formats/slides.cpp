// SPDX-License-Identifier: Apache-2.0
// The slides of a course on paper: one a page, with what is said below it.
#include "core/base/html.h"
#include "learning/export/book.h"

namespace tadpole::learning {
namespace {

// A slide fills the upper part of a page that lies on its side; a picture takes what room its words
// leave. What is too long grows onto the next page instead of being cut.
constexpr const char* kLandscape =
    "@page { size: A4 landscape; margin: 12mm 16mm; }\n"
    "@media print { .cover { min-block-size: 150mm; } }\n"
    ".slide { break-before: page; min-block-size: 176mm; margin: 0; display: flex; "
    "flex-direction: column; }\n"
    ".slide .shown { flex: 1 0 118mm; display: flex; flex-direction: column; padding: 8mm 10mm; "
    "font-size: 2em; }\n"
    ".slide .shown h2 { font-size: 1.5em; }\n"
    ".slide .shown th { font-size: 1em; }\n"
    ".slide .shown p:has(> img) { position: relative; flex: 1 0 40mm; }\n"
    ".slide .shown p > img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; "
    "object-fit: contain; object-position: left top; border: 0; }\n"
    ".slide figcaption { min-block-size: 58mm; padding: 5mm 10mm; font-size: 1.35em; }\n";

std::string slides_of(const Program& program, const Program::At& at) {
  std::string out;
  for (const Block& block : at.unit->blocks) {
    if (block.kind == "slides") out += slides_html(block);
  }
  if (out.empty()) return "";
  return "<section" + lang_attribute(program, at.unit->language) + " id=\"" +
         unit_anchor(html_escaped(at.unit->id)) + "\" aria-label=\"" +
         html_escaped(at.unit->title) + "\">\n" + out + "</section>\n";
}

class SlidesFormat final : public Format {
 public:
  const char* help() const override { return "the slides, one a page, with what is said below"; }
  Shape shape() const override { return Shape::document; }

  Result<FileSet> files(const ExportJob& job) const override {
    std::string body;
    std::int64_t done = 0;
    for (const Program::At& at : units_of(job)) {
      TADPOLE_TRY(step(job, done++, *at.unit));
      if (at.section->type != "test") body += slides_of(job.program, at);
    }
    if (body.empty())
      return Error{"the course '" + job.course.title +
                   "' has no slides; write :::slides in a unit, or take another format"};
    return book(
        job, "<main>\n" + cover(job, OwnWords(job.program).html(Word::slides)) + body + "</main>\n",
        kLandscape);
  }
};

}  // namespace

std::unique_ptr<Format> make_format_slides() { return std::make_unique<SlidesFormat>(); }

}  // namespace tadpole::learning
