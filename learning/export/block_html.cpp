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
         "\">\n<p class=\"what\">" + label + "</p>\n" + html + "</section>\n";
}

std::string folded(const std::string& what, const std::string& html) {
  return "<details>\n<summary>" + what + "</summary>\n" + html + "</details>\n";
}

std::string slides_html(const Block& block) {
  std::string out;
  for (const Json& slide : block.data.value("slides", Json::array()))
    out += "<figure class=\"slide\">\n<div class=\"shown\">\n" + slide.value("html", "") +
           "</div>\n<figcaption>" + html_escaped(slide.value("narration", "")) +
           "</figcaption>\n</figure>\n";
  return out;
}

// Where a block that is a program runs.
std::string BlockWriter::runs(const Unit& unit, const Block& block) const {
  const std::string address = "http://localhost:8080/units/" + unit.id + "#";
  return "<p class=\"runs\">" +
         words_.html(
             Word::runs,
             {{"command", "<code>tadpole serve</code>"},
              {"address", "<code>" + html_escaped(address + id_of(unit, block.id)) + "</code>"}}) +
         "</p>\n";
}

std::string BlockWriter::hidden(const Unit& unit, const std::string& what,
                                const std::string& html) {
  if (html.empty()) return "";
  if (answers_ == Answers::folded) return folded(what, html);
  const std::string lang = lang_attribute(program_, unit.language);
  if (apart_unit_ != unit.id) apart_ += "<h3" + lang + ">" + html_escaped(unit.title) + "</h3>\n";
  apart_unit_ = unit.id;
  apart_ +=
      "<section class=\"answer\"" + lang + ">\n<h4>" + what + "</h4>\n" + html + "</section>\n";
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
        item.type == "survey" ? words_.html(Word::opinion)
                              : words_.html(Word::question, {{"n", std::to_string(++question_)}});
    const ItemHtml shown = item_html(item, words_);
    std::string html = shown.question, hints;
    for (std::size_t i = 0; i < shown.hints.size(); ++i) {
      const std::string name = shown.hints.size() == 1
                                   ? words_.html(Word::hint)
                                   : words_.html(Word::hint_n, {{"n", std::to_string(i + 1)}});
      hints += answers_ == Answers::folded
                   ? folded(name, shown.hints[i])
                   : "<p class=\"how\">" + name + ": " + inline_html(shown.hints[i]) + "</p>\n";
    }
    html += answers_ == Answers::folded
                ? hints + hidden(unit, words_.html(Word::answer), shown.answer)
                : hidden(unit, label, hints + shown.answer);
    if (item.sealed) html += "<p class=\"how\">" + words_.html(Word::sealed) + "</p>\n";
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
         (answers_ == Answers::folded ? folded(words_.html(Word::tests), tests) : tests) +
         hidden(unit, words_.html(answers_ == Answers::folded ? Word::solution : Word::exercise),
                solution.empty() ? "" : pre(solution)) +
         runs(unit, block);
}

std::string BlockWriter::body(const Unit& unit, const Block& block) {
  const std::string id = id_of(unit, block.id), title = html_escaped(block.data.value("title", ""));
  const auto box = [&](const std::string& label, const std::string& html) {
    return boxed(block.kind, id, label, html);
  };
  if (block.kind == "text") return prose(block);
  if (block.kind == "item" || block.kind == "survey") return items(unit, block);
  if (block.kind == "placement") return prose(block) + items(unit, block);
  if (block.kind == "figure") return figure(block);
  if (block.kind == "video")
    return answers_ == Answers::folded
               ? video(block)
               : box(words_.html(Word::film, {{"title", title}}), runs(unit, block));
  if (block.kind == "slides")
    return box(title.empty() ? words_.html(Word::slides) : title,
               (answers_ == Answers::folded ? sound(block) : "") + slides_html(block));
  if (block.kind == "lab" || block.kind == "explorable")
    return box(words_.html(block.kind == "lab" ? Word::lab : Word::explorable,
                           {{"name", text_of_data(block, "name")}}),
               prose(block) + runs(unit, block));
  if (block.kind == "artefact")
    return box(words_.html(Word::artefact), prose(block) + runs(unit, block));
  if (block.kind == "code")
    return box(words_.html(Word::exercise_in, {{"language", text_of_data(block, "language")}}),
               code(unit, block));
  if (block.kind == "discussion") return box(words_.html(Word::discussion), prose(block));
  if (block.kind == "reading")
    return box(title.empty() ? words_.html(Word::reading) : title, prose(block));
  if (block.kind == "assignment")
    return box(words_.html(Word::assignment),
               prose(block) + hidden(unit, words_.html(Word::solution),
                                     block.sealed.value("solution_html", "")));
  if (block.kind == "recap") {
    const Concept* const idea = program_.concept_of(block.data.value("concept", ""));
    if (!idea) return "";
    return box(words_.html(Word::recap), "<p><a href=\"/concepts#" + html_escaped(idea->id) +
                                             "\">" + html_escaped(idea->name) +
                                             "</a>: " + html_escaped(idea->summary) + "</p>\n");
  }
  return "";  // the test of this file runs over all kinds
}

std::string BlockWriter::block(const Unit& unit, const Block& block) {
  if (unit_ != unit.id) question_ = 0;
  unit_ = unit.id;
  words_.stand_in(unit.language);
  return body(unit, block);
}

std::string BlockWriter::unit(const Program::At& at) {
  words_.stand_in(at.unit->language);
  const auto note = [&](Word why) {
    return boxed("note", at.unit->id + ".test", words_.html(Word::test),
                 "<p>" + words_.html(why) + "</p>\n");
  };
  if (at.section->type == "test") return note(Word::test_elsewhere);
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
  return left_out ? out + note(Word::test_counts) : out;
}

}  // namespace tadpole::learning
