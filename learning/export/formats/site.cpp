// SPDX-License-Identifier: Apache-2.0
// A folder of pages: index.html, units/ID.html, glossary.html, media/, one style. It needs no
// server and no network.
#include "core/base/html.h"
#include "learning/export/block_html.h"
#include "learning/export/frame.h"
#include "learning/export/relink.h"

namespace tadpole::learning {
namespace {

std::string address_of(const Unit& unit) { return "units/" + unit.id + ".html"; }

class Site {
 public:
  explicit Site(const ExportJob& job)
      : job_(job),
        units_(units_of(job)),
        writer_(job.program, Answers::folded),
        words_(job.program) {}

  Result<FileSet> run() {
    files_ = site_files(job_.options.katex);
    page("index.html", "", job_.course.title, contents());
    page("glossary.html", "", said(job_.program, Word::glossary),
         "<main id=\"text\">\n<h1>" + words_.html(Word::glossary) + "</h1>\n" +
             glossary_html(job_.program) + "</main>\n");
    for (std::size_t i = 0; i < units_.size(); ++i) {
      TADPOLE_TRY(step(job_, static_cast<std::int64_t>(i), *units_[i].unit));
      const Unit& one = *units_[i].unit;
      page(address_of(one), "../", one.title, unit(i));
    }
    for (const std::string& name : media_)
      files_["media/" + name] = TADPOLE_TRY(asset_of(job_, name));
    return std::move(files_);
  }

 private:
  bool is_here(const std::string& id) const { return job_.program.find(id).course == &job_.course; }

  // body: with links as the courses have them.
  void page(const std::string& name, const std::string& up, const std::string& title,
            const std::string& body) {
    const Targets targets = {
        .unit =
            [&](const std::string& id) {
              return is_here(id) ? up + "units/" + id + ".html" : std::string();
            },
        .idea = [&](const std::string& id) { return up + "glossary.html#idea-" + id; },
        .media =
            [&](const std::string& file) {
              media_.insert(file);
              return up + "media/" + file;
            }};
    const std::string whole = top(up) + relinked(body, targets) + foot();
    const bool index = name == "index.html";
    files_[name] = site_page({.title = index ? title : title + " · " + job_.course.title,
                              .language = job_.program.languages.front(),
                              .body = whole,
                              .up = up},
                             !job_.options.katex.empty());
  }

  std::string top(const std::string& up) const {
    return "<a class=\"skip\" href=\"#text\">" + words_.html(Word::to_the_text) +
           "</a>\n<header class=\"top\">\n<a href=\"" + up + "index.html\">" +
           html_escaped(job_.course.title) + "</a>\n<a href=\"" + up + "glossary.html\">" +
           words_.html(Word::glossary) + "</a>\n</header>\n";
  }
  std::string foot() const {
    const std::string& licence = job_.program.licence;
    return "<footer>" + html_escaped(job_.program.title) +
           (licence.empty()
                ? ""
                : " · " + words_.html(Word::licence, {{"licence", html_escaped(licence)}})) +
           " · " + words_.html(Word::made_with) + "</footer>\n";
  }

  std::string contents() const {
    std::string out = "<main id=\"text\">\n<h1>" + html_escaped(job_.course.title) +
                      "</h1>\n<p class=\"lead\">" + html_escaped(job_.course.summary) + "</p>\n";
    for (const Chapter& chapter : job_.course.chapters) {
      out += "<section class=\"chapter\">\n<h2>" + html_escaped(chapter.title) + "</h2>\n";
      if (!chapter.summary.empty()) out += "<p>" + html_escaped(chapter.summary) + "</p>\n";
      for (const Section& section : chapter.sections) {
        out += "<h3>" + html_escaped(section.title) + "</h3>\n<ol class=\"contents\">\n";
        for (const Unit& one : section.units)
          out += "<li><a href=\"/units/" + html_escaped(one.id) + "\">" + html_escaped(one.title) +
                 "</a> <span>" + about(one) + "</span></li>\n";
        out += "</ol>\n";
      }
      out += "</section>\n";
    }
    return out + "</main>\n";
  }

  // "read, 5 min"
  std::string about(const Unit& unit) const {
    return html_escaped(said_of_kind(job_.program, unit.kind)) + ", " +
           words_.html(Word::min, {{"n", std::to_string(unit.minutes)}}) +
           (unit.optional ? ", " + words_.html(Word::optional) : "");
  }

  std::string unit(std::size_t i) {
    const Program::At& at = units_[i];
    return "<main id=\"text\"" + lang_attribute(job_.program, at.unit->language) +
           ">\n<p class=\"path\">" + html_escaped(at.chapter->title) + " · " +
           html_escaped(at.section->title) + "</p>\n<h1>" + html_escaped(at.unit->title) +
           "</h1>\n" + writer_.unit(at) + "</main>\n<nav class=\"walk\" aria-label=\"" +
           words_.html(Word::units) + "\">\n" + walk("prev", Word::previous, i, i > 0 ? i - 1 : i) +
           walk("next", Word::next, i, i + 1 < units_.size() ? i + 1 : i) + "</nav>\n";
  }

  std::string walk(const char* rel, Word word, std::size_t from, std::size_t to) const {
    if (from == to) return "<span></span>\n";
    return std::string("<a rel=\"") + rel + "\" href=\"/units/" +
           html_escaped(units_[to].unit->id) + "\"><span>" + words_.html(word) + "</span> " +
           html_escaped(units_[to].unit->title) + "</a>\n";
  }

  const ExportJob& job_;
  std::vector<Program::At> units_;
  BlockWriter writer_;
  OwnWords words_;
  FileSet files_;
  std::set<std::string> media_;
};

class SiteFormat final : public Format {
 public:
  const char* help() const override { return "a folder of pages for any web server, or none"; }
  Shape shape() const override { return Shape::folder; }
  Result<FileSet> files(const ExportJob& job) const override { return Site(job).run(); }
};

}  // namespace

std::unique_ptr<Format> make_format_site() { return std::make_unique<SiteFormat>(); }

}  // namespace tadpole::learning
