// SPDX-License-Identifier: Apache-2.0
#include "learning/export/block_html.h"

#include "core/base/html.h"
#include "learning/export/item_html.h"

namespace tadpole::learning {
namespace {

std::string id_of(const Unit& unit, const std::string& block) { return unit.id + "." + block; }

std::string text_of_data(const Block& block, const char* name) {
  return html_escaped(block.data.value(name, ""));
}

std::string prose(const Block& block) { return block.data.value("html", ""); }

std::string pre(const std::string& code) {
  return "<pre><code>" + html_escaped(code) + "</code></pre>\n";
}

std::string figure(const Block& block) {
  std::string caption = inline_html(prose(block));
  if (block.data.contains("credit"))
    caption += (caption.empty() ? "" : " ") + std::string("<span class=\"credit\">") +
               text_of_data(block, "credit") + "</span>";
  return "<figure>\n<img src=\"" + text_of_data(block, "src") + "\" alt=\"" +
         text_of_data(block, "alt") + "\" loading=\"lazy\" />\n" +
         (caption.empty() ? "" : "<figcaption>" + caption + "</figcaption>\n") + "</figure>\n";
}

std::string video(const Block& block) {
  const std::string poster = text_of_data(block, "poster");
  return "<figure>\n<video controls=\"controls\" preload=\"metadata\"" +
         (poster.empty() ? "" : " poster=\"" + poster + "\"") + ">\n<source src=\"" +
         text_of_data(block, "src") + "\" />\n<track kind=\"captions\" default=\"default\" src=\"" +
         text_of_data(block, "captions") + "\" />\n</video>\n<figcaption>" +
         text_of_data(block, "title") + "</figcaption>\n</figure>\n";
}

std::string sound(const Block& block) {
  if (!block.data.contains("audio")) return "";
  return "<audio controls=\"controls\" preload=\"none\" src=\"" + text_of_data(block, "audio") +
         "\"></audio>\n";
}

}  // namespace

std::string boxed(const std::string& kind, const std::string& id, const std::string& label,
                  const std::string& html) {
  return "<section class=\"box " + kind + "\" id=\"" + html_escaped(id) +
         "\">\n<p class=\"what\">" + html_escaped(label) + "</p>\n" + html + "</section>\n";
}

std::string folded(const std::string& what, const std::string& html) {
  return "<details>\n<summary>" + html_escaped(what) + "</summary>\n" + html + "</details>\n";
}

std::string slides_html(const Block& block) {
  std::string out;
  for (const Json& slide : block.data.value("slides", Json::array()))
    out += "<figure class=\"slide\">\n<div class=\"shown\">\n" + slide.value("html", "") +
           "</div>\n<figcaption>" + html_escaped(slide.value("narration", "")) +
           "</figcaption>\n</figure>\n";
  return out;
}

std::string where_it_runs(const Unit& unit, const Block& block) {
  return "<p class=\"runs\">It runs in Tadpole: start <code>tadpole serve</code> and open "
         "<code>http://localhost:8080/units/" +
         html_escaped(unit.id + "#" + id_of(unit, block.id)) + "</code>.</p>\n";
}

std::string BlockWriter::hidden(const Unit& unit, const std::string& what,
                                const std::string& html) {
  if (html.empty()) return "";
  if (answers_ == Answers::folded) return folded(what, html);
  if (apart_unit_ != unit.id) apart_ += "<h3>" + html_escaped(unit.title) + "</h3>\n";
  apart_unit_ = unit.id;
  apart_ +=
      "<section class=\"answer\">\n<h4>" + html_escaped(what) + "</h4>\n" + html + "</section>\n";
  return "";
}

std::string BlockWriter::take_answers() {
  apart_unit_.clear();
  return std::exchange(apart_, "");
}

std::string BlockWriter::items(const Unit& unit, const Block& block) {
  std::string out;
  for (const Item& item : block.items) {
    const std::string label =
        item.type == "survey" ? "What do you think?" : "Question " + std::to_string(++question_);
    const ItemHtml shown = item_html(item);
    std::string html = shown.question, hints;
    for (std::size_t i = 0; i < shown.hints.size(); ++i) {
      const std::string name = shown.hints.size() == 1 ? "Hint" : "Hint " + std::to_string(i + 1);
      hints += answers_ == Answers::folded
                   ? folded(name, shown.hints[i])
                   : "<p class=\"how\">" + name + ": " + inline_html(shown.hints[i]) + "</p>\n";
    }
    html += answers_ == Answers::folded ? hints + hidden(unit, "Answer", shown.answer)
                                        : hidden(unit, label, hints + shown.answer);
    if (item.sealed) html += "<p class=\"how\">The answer to this question is kept sealed.</p>\n";
    out += boxed("item", id_of(unit, item.id), label, html);
  }
  return out;
}

std::string BlockWriter::code(const Unit& unit, const Block& block) {
  std::string tests;
  for (const Json& test : block.data.value("tests", Json::array()))
    tests += "<p>" + html_escaped(test.value("name", "")) + "</p>\n" + pre(test.value("code", ""));
  const std::string solution = block.sealed.value("solution", "");
  return prose(block) + pre(block.data.value("starter", "")) +
         (answers_ == Answers::folded ? folded("Tests", tests) : tests) +
         hidden(unit, answers_ == Answers::folded ? "Solution" : "Exercise",
                solution.empty() ? "" : pre(solution)) +
         where_it_runs(unit, block);
}

std::string BlockWriter::body(const Unit& unit, const Block& block) {
  const std::string id = id_of(unit, block.id), title = block.data.value("title", "");
  const auto box = [&](const std::string& label, const std::string& html) {
    return boxed(block.kind, id, label, html);
  };
  if (block.kind == "text") return prose(block);
  if (block.kind == "item" || block.kind == "survey") return items(unit, block);
  if (block.kind == "placement") return prose(block) + items(unit, block);
  if (block.kind == "figure") return figure(block);
  if (block.kind == "video")
    return answers_ == Answers::folded ? video(block)
                                       : box("Film: " + title, where_it_runs(unit, block));
  if (block.kind == "slides")
    return box(title.empty() ? "Slides" : title,
               (answers_ == Answers::folded ? sound(block) : "") + slides_html(block));
  if (block.kind == "lab" || block.kind == "explorable")
    return box((block.kind == "lab" ? "Lab: " : "To play with: ") + block.data.value("name", ""),
               prose(block) + where_it_runs(unit, block));
  if (block.kind == "artefact") return box("To hand in", prose(block) + where_it_runs(unit, block));
  if (block.kind == "code")
    return box("Exercise in " + block.data.value("language", ""), code(unit, block));
  if (block.kind == "discussion") return box("Talk about it", prose(block));
  if (block.kind == "reading") return box(title.empty() ? "Reading" : title, prose(block));
  if (block.kind == "assignment")
    return box("Your own work",
               prose(block) + hidden(unit, "Solution", block.sealed.value("solution_html", "")));
  if (block.kind == "recap") {
    const Concept* const idea = program_.concept_of(block.data.value("concept", ""));
    if (!idea) return "";
    return box("You know this already", "<p><a href=\"/concepts#" + html_escaped(idea->id) + "\">" +
                                            html_escaped(idea->name) +
                                            "</a>: " + html_escaped(idea->summary) + "</p>\n");
  }
  return "";  // the test of this file runs over all kinds
}

std::string BlockWriter::block(const Unit& unit, const Block& block) {
  if (unit_ != unit.id) question_ = 0;
  unit_ = unit.id;
  return body(unit, block);
}

std::string BlockWriter::unit(const Program::At& at) {
  if (at.section->type == "test")
    return boxed("note", at.unit->id + ".test", "Test",
                 "<p>The questions of this test are not on these pages: a teacher opens them for a "
                 "class in Tadpole.</p>\n");
  const bool counts = at.section->track == "certificate";
  std::string out;
  bool left_out = false;
  for (const Block& one : at.unit->blocks) {
    if (counts && one.kind == "item") {
      left_out = true;
      continue;
    }
    out += block(*at.unit, one);
  }
  if (left_out)
    out +=
        boxed("note", at.unit->id + ".test", "Test",
              "<p>The questions of this test count for the certificate; Tadpole asks them.</p>\n");
  return out;
}

}  // namespace tadpole::learning
