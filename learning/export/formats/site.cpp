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

std::string minutes(int n) { return std::to_string(n) + " min"; }

class Site {
 public:
  explicit Site(const ExportJob& job)
      : job_(job), units_(units_of(job)), writer_(job.program, Answers::folded) {}

  Result<FileSet> run() {
    files_ = site_files(job_.options.katex);
    const std::string& language = job_.program.languages.front();
    page("index.html", "", language, job_.course.title, contents());
    page("glossary.html", "", language, "Glossary",
         "<main id=\"text\">\n<h1>Glossary</h1>\n" + glossary_html(job_.program) + "</main>\n");
    for (std::size_t i = 0; i < units_.size(); ++i) {
      TADPOLE_TRY(step(job_, static_cast<std::int64_t>(i), *units_[i].unit));
      const Unit& one = *units_[i].unit;
      page(address_of(one), "../", one.language, one.title, unit(i));
    }
    for (const std::string& name : media_)
      files_["media/" + name] = TADPOLE_TRY(asset_of(job_, name));
    return std::move(files_);
  }

 private:
  bool is_here(const std::string& id) const { return job_.program.find(id).course == &job_.course; }

  // body: with links as the courses have them.
  void page(const std::string& name, const std::string& up, const std::string& language,
            const std::string& title, const std::string& body) {
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
                              .language = language,
                              .body = whole,
                              .up = up},
                             !job_.options.katex.empty());
  }

  std::string top(const std::string& up) const {
    return "<a class=\"skip\" href=\"#text\">To the text</a>\n<header class=\"top\">\n<a href=\"" +
           up + "index.html\">" + html_escaped(job_.course.title) + "</a>\n<a href=\"" + up +
           "glossary.html\">Glossary</a>\n</header>\n";
  }
  std::string foot() const {
    const std::string& licence = job_.program.licence;
    return "<footer>" + html_escaped(job_.program.title) +
           (licence.empty() ? "" : " · text: " + html_escaped(licence)) +
           " · made with Tadpole</footer>\n";
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
                 "</a> <span>" + html_escaped(one.kind) + ", " + minutes(one.minutes) +
                 (one.optional ? ", optional" : "") + "</span></li>\n";
        out += "</ol>\n";
      }
      out += "</section>\n";
    }
    return out + "</main>\n";
  }

  std::string unit(std::size_t i) {
    const Program::At& at = units_[i];
    return "<main id=\"text\">\n<p class=\"path\">" + html_escaped(at.chapter->title) + " · " +
           html_escaped(at.section->title) + "</p>\n<h1>" + html_escaped(at.unit->title) +
           "</h1>\n" + writer_.unit(at) + "</main>\n<nav class=\"walk\" aria-label=\"Units\">\n" +
           walk("prev", "Previous", i, i > 0 ? i - 1 : i) +
           walk("next", "Next", i, i + 1 < units_.size() ? i + 1 : i) + "</nav>\n";
  }

  std::string walk(const char* rel, const char* word, std::size_t from, std::size_t to) const {
    if (from == to) return "<span></span>\n";
    return std::string("<a rel=\"") + rel + "\" href=\"/units/" +
           html_escaped(units_[to].unit->id) + "\"><span>" + word + "</span> " +
           html_escaped(units_[to].unit->title) + "</a>\n";
  }

  const ExportJob& job_;
  std::vector<Program::At> units_;
  BlockWriter writer_;
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
