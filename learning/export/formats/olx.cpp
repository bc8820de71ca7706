// SPDX-License-Identifier: Apache-2.0
// Open edX: a course as its Studio takes it (OLX), folder or .tar.gz. Source: the edX OLX guide.
// What Open edX has no block for goes as text that says where it runs.
#include "learning/export/block_html.h"
#include "learning/export/format.h"
#include "learning/export/frame.h"
#include "learning/export/item_html.h"
#include "learning/export/olx_problem.h"
#include "learning/export/relink.h"

namespace tadpole::learning {
namespace {

const std::string kRun = "course";  // Studio gives it the name of the run it is imported into

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + xml_escaped(value) + "\"";
}

// A block of a vertical: where its file lies and how it is called.
struct Child {
  std::string tag, name;
};

class Olx {
 public:
  explicit Olx(const ExportJob& job)
      : job_(job), writer_(job.program, Answers::folded), words_(job.program) {}

  Result<FileSet> run() {
    put("course.xml", "<course" + attribute("url_name", kRun) + attribute("org", "tadpole") +
                          attribute("course", job_.course.id) + " />\n");
    std::string chapters;
    for (const Chapter& one : job_.course.chapters) {
      chapters += "<chapter" + attribute("url_name", one.id) + " />\n";
      TADPOLE_TRY(chapter(one));
    }
    chapters += glossary();
    put("course/" + kRun + ".xml", "<course" + attribute("display_name", job_.course.title) +
                                       attribute("language", job_.program.languages.front()) +
                                       ">\n" + chapters + "</course>\n");
    put("about/overview.html", "<p>" + xml_escaped(job_.course.summary) + "</p>\n");
    policies();
    for (const std::string& name : media_)
      put("static/" + flat(name), TADPOLE_TRY(asset_of(job_, name)));
    if (sealed_ > 0)
      job_.remarks.push_back(
          std::to_string(sealed_) + (sealed_ == 1 ? " question has" : " questions have") +
          " sealed keys and went as text; 'tadpole course unseal' opens them before an export.");
    return std::move(files_);
  }

 private:
  void put(const std::string& name, const std::string& bytes) { files_[name] = bytes; }
  std::string own(Word word, const Holes& holes = {}) const {
    return said(job_.program, word, holes);
  }

  // Studio keeps no folders below static/.
  static std::string flat(std::string name) {
    for (char& c : name) c = c == '/' ? '_' : c;
    return name;
  }

  bool is_here(const std::string& unit) const {
    return job_.program.find(unit).course == &job_.course;
  }

  // Links and formulas as Open edX has them.
  std::string placed(const std::string& html) {
    const auto jump = [this](const std::string& unit) {
      return is_here(unit) ? "/jump_to_id/" + unit : std::string();
    };
    return with_mathjax(relinked(
        html, {.unit = jump,
               .idea =
                   [&](const std::string& id) {
                     const Concept* const idea = job_.program.concept_of(id);
                     return idea && !idea->turns.empty() ? jump(idea->turns.front().unit) : "";
                   },
               .media =
                   [this](const std::string& name) {
                     media_.insert(name);
                     return "/static/" + flat(name);
                   }}));
  }

  Outcome chapter(const Chapter& chapter) {
    std::string sections;
    for (const Section& one : chapter.sections) {
      sections += "<sequential" + attribute("url_name", one.id) + " />\n";
      TADPOLE_TRY(section(one));
    }
    put("chapter/" + chapter.id + ".xml",
        "<chapter" + attribute("display_name", chapter.title) + ">\n" + sections + "</chapter>\n");
    return Done{};
  }

  Outcome section(const Section& section) {
    std::string units;
    for (const Unit& one : section.units) {
      TADPOLE_TRY(step(job_, done_++, one));
      units += "<vertical" + attribute("url_name", one.id) + " />\n";
      unit(one);
    }
    const std::string graded =
        section.weight > 0 ? attribute("graded", "true") +
                                 attribute("format", said_of_type(job_.program, section.type))
                           : "";
    put("sequential/" + section.id + ".xml", "<sequential" +
                                                 attribute("display_name", section.title) + graded +
                                                 ">\n" + units + "</sequential>\n");
    return Done{};
  }

  void unit(const Unit& unit) {
    std::vector<Child> children;
    question_ = 0;
    for (const Block& one : unit.blocks) block(unit, one, children);
    std::string list;
    for (const Child& one : children)
      list += "<" + one.tag + attribute("url_name", one.name) + " />\n";
    put("vertical/" + unit.id + ".xml",
        "<vertical" + attribute("display_name", unit.title) + ">\n" + list + "</vertical>\n");
  }

  void block(const Unit& unit, const Block& block, std::vector<Child>& children) {
    if (!block.items.empty()) {
      const std::string before = block.data.value("html", "");
      if (!before.empty()) text(unit.id + "_" + block.id, "", before, children);
      for (const Item& item : block.items) question(unit, item, children);
      return;
    }
    if (block.kind == "text" && !children.empty() && children.back().tag == "html" &&
        is_text_alone_) {
      files_["html/" + children.back().name + ".html"] += placed(block.data.value("html", ""));
      return;
    }
    text(unit.id + "_" + block.id, block.data.value("title", ""), writer_.block(unit, block),
         children);
    is_text_alone_ = block.kind == "text";
    if (block.kind == "discussion") discussion(unit, block, children);
  }

  void text(const std::string& name, const std::string& title, const std::string& html,
            std::vector<Child>& children) {
    is_text_alone_ = false;
    put("html/" + name + ".xml",
        "<html" + attribute("filename", name) +
            attribute("display_name", title.empty() ? own(Word::text) : title) + " />\n");
    put("html/" + name + ".html", placed(html));
    children.push_back({"html", name});
  }

  void question(const Unit& unit, const Item& item, std::vector<Child>& children) {
    const std::string name = unit.id + "_" + item.id,
                      title = own(Word::question, {{"n", std::to_string(++question_)}});
    const std::string problem = olx_problem(item, title, words_);
    if (!problem.empty()) {
      put("problem/" + name + ".xml", placed(problem));
      children.push_back({"problem", name});
      is_text_alone_ = false;
      return;
    }
    sealed_ += item.sealed;
    const ItemHtml shown = item_html(item, words_);
    std::string html = shown.question;
    for (const std::string& hint : shown.hints) html += folded(words_.html(Word::hint), hint);
    if (!shown.answer.empty()) html += folded(words_.html(Word::answer), shown.answer);
    text(name, title, html, children);
  }

  void discussion(const Unit& unit, const Block& block, std::vector<Child>& children) {
    const std::string name = unit.id + "_" + block.id + "_talk";
    put("discussion/" + name + ".xml",
        "<discussion" + attribute("discussion_id", name) +
            attribute("discussion_category", job_.program.find(unit.id).chapter->title) +
            attribute("discussion_target", unit.title) +
            attribute("display_name", own(Word::discussion)) + " />\n");
    children.push_back({"discussion", name});
  }

  // A chapter of its own at the end; "": there is no glossary. Its four tags have four names, for a
  // url_name stands once in a course.
  std::string glossary() {
    const std::string html = glossary_html(job_.program);
    if (html.empty()) return "";
    const std::string name = job_.course.id + "_glossary",
                      title = attribute("display_name", own(Word::glossary));
    std::vector<Child> children;
    text(name + "_text", own(Word::glossary), html, children);
    const auto shell = [&](const std::string& tag, const std::string& own_name,
                           const Child& child) {
      put(tag + "/" + own_name + ".xml", "<" + tag + title + ">\n<" + child.tag +
                                             attribute("url_name", child.name) + " />\n</" + tag +
                                             ">\n");
    };
    shell("vertical", name + "_unit", children.front());
    shell("sequential", name + "_section", {"vertical", name + "_unit"});
    shell("chapter", name, {"sequential", name + "_section"});
    return "<chapter" + attribute("url_name", name) + " />\n";
  }

  // Weights of the sections, by their type.
  void policies() {
    std::map<std::string, std::pair<int, double>> types;
    double all = 0;
    for (const Chapter& chapter : job_.course.chapters) {
      for (const Section& section : chapter.sections) {
        if (section.weight <= 0) continue;
        auto& [count, weight] = types[said_of_type(job_.program, section.type)];
        ++count, weight += section.weight, all += section.weight;
      }
    }
    Json graders = Json::array();
    for (const auto& [type, sum] : types)
      graders.push_back({{"type", type},
                         {"short_label", type},
                         {"min_count", sum.first},
                         {"drop_count", 0},
                         {"weight", sum.second / all}});
    const Json grading = {{"GRADER", graders}, {"GRADE_CUTOFFS", {{"Pass", 0.5}}}};
    put("policies/" + kRun + "/grading_policy.json", grading.dump(1) + "\n");
    const Json policy = {
        {"course/" + kRun,
         {{"display_name", job_.course.title}, {"language", job_.program.languages.front()}}}};
    put("policies/" + kRun + "/policy.json", policy.dump(1) + "\n");
  }

  const ExportJob& job_;
  BlockWriter writer_;
  OwnWords words_;
  FileSet files_;
  std::set<std::string> media_;
  std::int64_t done_ = 0;
  int question_ = 0, sealed_ = 0;
  bool is_text_alone_ = false;  // the last child is a text that another one may join
};

class OlxFormat final : public Format {
 public:
  const char* help() const override { return "a course for Open edX, as .tar.gz or folder"; }
  Shape shape() const override { return Shape::folder_or_archive; }
  Result<FileSet> files(const ExportJob& job) const override { return Olx(job).run(); }
};

}  // namespace

std::unique_ptr<Format> make_format_olx() { return std::make_unique<OlxFormat>(); }

}  // namespace tadpole::learning
