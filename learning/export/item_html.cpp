// SPDX-License-Identifier: Apache-2.0
#include "learning/export/item_html.h"

#include "core/base/html.h"
#include "core/base/text.h"
#include "learning/course/read_program.h"
#include "learning/quiz/expression.h"

namespace tadpole::learning {
namespace {

// A, B, ... Z, AA: as a list of letters counts in HTML.
std::string letter(std::size_t i) {
  const std::string last(1, static_cast<char>('A' + i % 26));
  return i < 26 ? last : letter(i / 26 - 1) + last;
}

class Writer {
 public:
  Writer(const Item& item, const OwnWords& words)
      : item_(item),
        words_(words),
        shown_(present(item, kExportSeed, html_of)),
        revealed_(item.sealed ? Json::object() : reveal_of(item, kExportSeed, html_of)),
        values_(draw(item, kExportSeed)) {}

  ItemHtml run() const {
    ItemHtml out;
    out.question = shown_.value("question_html", "") + asked();
    for (std::size_t n = 0; n < item_.hints.size(); ++n)
      out.hints.push_back(hint_of(item_, kExportSeed, n, html_of));
    if (!item_.sealed) out.answer = key() + rubric() + feedback() + revealed_.value("html", "");
    return out;
  }

 private:
  std::string html(const std::string& text) const { return html_of(filled(item_, text, values_)); }
  Json part(const char* name) const { return shown_.value(name, Json::array()); }

  static std::string lettered(const Json& options) {
    std::string out = "<ol class=\"options\" type=\"A\">\n";
    for (const Json& one : options) out += "<li>" + inline_html(one["html"]) + "</li>\n";
    return out + "</ol>\n";
  }

  // What there is to choose from.
  std::string asked() const {
    std::string out;
    if (shown_.contains("left")) {
      out += "<ol class=\"left\">\n";
      for (const Json& one : part("left")) out += "<li>" + inline_html(one["html"]) + "</li>\n";
      out += "</ol>\n" + lettered(part("right"));
    } else if (shown_.contains("options")) {
      out += lettered(part("options"));
    }
    const std::string how = item_.type == "multi"      ? words_.html(Word::several)
                            : item_.type == "ordering" ? words_.html(Word::in_order)
                            : item_.type == "matching" ? words_.html(Word::letters)
                            : !item_.unit.empty()
                                ? words_.html(Word::in_unit, {{"unit", html_escaped(item_.unit)}})
                                : "";
    return how.empty() ? out : out + "<p class=\"how\">" + how + "</p>\n";
  }

  // "B" and the words of what has this id in a part of the question.
  std::pair<std::string, std::string> option(const char* list, const std::string& id) const {
    const Json options = part(list);
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (options[i]["id"] == id) return {letter(i), inline_html(options[i]["html"])};
    }
    return {};
  }
  std::string named(const char* list, const std::string& id) const {
    const auto [name, words] = option(list, id);
    return "<strong>" + name + "</strong> " + words;
  }
  std::string list_of(const Json& ids, const char* tag) const {
    std::string out = std::string("<") + tag + ">\n";
    for (const Json& id : ids) out += "<li>" + named("options", id) + "</li>\n";
    return out + "</" + tag + ">\n";
  }

  std::string key() const {
    const Json key = revealed_.value("key", Json());
    if (!key.is_object()) return "";
    if (key.contains("choice")) return "<p>" + named("options", key["choice"]) + "</p>\n";
    if (key.contains("choices")) return list_of(key["choices"], "ul");
    if (key.contains("order")) return list_of(key["order"], "ol");
    if (key.contains("pairs")) return pairs(key["pairs"]);
    const std::string value = key.value("value", key.value("text", ""));
    const std::string unit = item_.unit.empty() ? "" : " " + item_.unit;
    return "<p><strong>" + html_escaped(value + unit) + "</strong></p>\n";
  }

  std::string pairs(const Json& pairs) const {
    std::string out = "<ol>\n";
    for (const Json& left : part("left"))
      out += "<li>" + inline_html(left["html"]) + ": " +
             named("right", pairs.value(left["id"].get<std::string>(), "")) + "</li>\n";
    return out + "</ol>\n";
  }

  std::string rubric() const {
    if (item_.rubric.empty()) return "";
    std::string out = "<p>" + words_.html(Word::good_answer) + "</p>\n<ul>\n";
    for (const Criterion& one : item_.rubric)
      out += "<li>" + inline_html(html(one.text)) + " (" +
             words_.html(one.points == 1 ? Word::point : Word::points,
                         {{"n", number_as_text(one.points)}}) +
             ")</li>\n";
    return out + "</ul>\n";
  }

  // What is said to who chose or wrote this.
  std::string feedback() const {
    std::string out;
    for (const Choice& one : item_.choices) {
      if (!one.feedback.empty())
        out += "<li><strong>" + option("options", one.id).first + "</strong> " +
               inline_html(html(one.feedback)) + "</li>\n";
    }
    for (const AnswerFeedback& one : item_.feedback)
      out += "<li><strong>" + html_escaped(trim(filled(item_, one.value, values_))) + "</strong> " +
             inline_html(html(one.feedback)) + "</li>\n";
    return out.empty() ? "" : "<ul class=\"why\">\n" + out + "</ul>\n";
  }

  const Item& item_;
  const OwnWords& words_;
  Json shown_, revealed_;
  Values values_;
};

}  // namespace

ItemHtml item_html(const Item& item, const OwnWords& words) { return Writer(item, words).run(); }

std::string inline_html(const std::string& html) {
  const std::string text = trim(html), open = "<p>", close = "</p>";
  const bool one = text.starts_with(open) && text.ends_with(close) &&
                   text.find(open, open.size()) == std::string::npos;
  return one ? text.substr(open.size(), text.size() - open.size() - close.size()) : text;
}

}  // namespace tadpole::learning
