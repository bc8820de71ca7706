// SPDX-License-Identifier: Apache-2.0
#include "learning/export/olx_problem.h"

#include <cstdio>

#include "core/base/html.h"
#include "core/base/text.h"
#include "learning/course/read_program.h"
#include "learning/export/item_html.h"
#include "learning/quiz/expression.h"
#include "learning/quiz/policy.h"

namespace tadpole::learning {
namespace {

class OlxProblem {
 public:
  OlxProblem(const Item& item, const OwnWords& words)
      : item_(item),
        words_(words),
        shown_(present(item, kExportSeed, html_of)),
        key_(reveal_of(item, kExportSeed, html_of).value("key", Json())),
        values_(draw(item, kExportSeed)) {}

  std::string run(const std::string& title) const {
    const std::string asked = response();
    if (asked.empty()) return "";
    std::string out = "<problem" + attributes(title) + ">\n<div>" +
                      shown_.value("question_html", "") + "</div>\n" + asked;
    if (!item_.hints.empty()) {
      out += "<demandhint>\n";
      for (std::size_t n = 0; n < item_.hints.size(); ++n)
        out += "<hint>" + inline_html(hint_of(item_, kExportSeed, n, html_of)) + "</hint>\n";
      out += "</demandhint>\n";
    }
    return out + "</problem>\n";
  }

 private:
  std::string html(const std::string& text) const { return html_of(filled(item_, text, values_)); }
  std::string text(const std::string& text) const { return trim(filled(item_, text, values_)); }

  std::string attributes(const std::string& title) const {
    const auto with = [](const char* name, const std::string& value) {
      return std::string(" ") + name + "=\"" + xml_escaped(value) + "\"";
    };
    std::string out = with("display_name", title) + with("showanswer", name_of(item_.reveal)) +
                      with("rerandomize", "never") + with("weight", number_as_text(item_.weight));
    if (item_.max_attempts > 0) out += with("max_attempts", std::to_string(item_.max_attempts));
    return out;
  }

  std::string response() const {
    if (item_.type == "single") return choices("multiplechoiceresponse", "choicegroup", "");
    if (item_.type == "multi")
      return choices("choiceresponse", "checkboxgroup", " partial_credit=\"EDC\"");
    if (item_.type == "numeric") return number();
    return item_.type == "text" ? words() : "";
  }

  // The solution stands inside the response, as Studio writes it. more: what has no place of its
  // own.
  std::string solution(const std::string& more = "") const {
    const std::string why = more + (item_.explanation.empty() ? "" : html(item_.explanation));
    if (why.empty()) return "";
    return "<solution>\n<div class=\"detailed-solution\">\n<p>" + words_.html(Word::explanation) +
           "</p>\n" + why + "</div>\n</solution>\n";
  }

  std::string choices(const std::string& tag, const std::string& group, const char* credit) const {
    const bool many = item_.type == "multi";
    std::string out = "<" + tag + credit + ">\n<" + group +
                      (many ? "" : " type=\"MultipleChoice\"") +
                      (item_.shuffle && !many ? " shuffle=\"true\"" : "") + ">\n";
    for (const Choice& one : item_.choices) {
      out += std::string("<choice correct=\"") + (one.right ? "true" : "false") + "\">" +
             inline_html(html(one.text));
      if (!one.feedback.empty())
        out += std::string("<choicehint") + (many ? " selected=\"true\"" : "") + ">" +
               xml_escaped(plain_of(filled(item_, one.feedback, values_))) + "</choicehint>";
      out += "</choice>\n";
    }
    return out + "</" + group + ">\n" + solution() + "</" + tag + ">\n";
  }

  std::string unit_after() const {
    return item_.unit.empty() ? "" : " trailing_text=\"" + xml_escaped(item_.unit) + "\"";
  }

  // All its digits: what is shown to learners has six, and a tolerance may be narrower.
  std::string exactly(const std::string& key) const {
    std::string bare = text(key);
    if (bare.starts_with("{") && bare.ends_with("}")) bare = bare.substr(1, bare.size() - 2);
    const Result<double> value = evaluate(bare, values_);
    if (!value.ok()) return key_.value("value", "");
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.12g", value.value());
    return digits;
  }

  // Open edX says nothing to a known wrong number: that goes into the solution.
  std::string number() const {
    if (item_.keys.empty()) return "";
    std::string known, others;
    for (std::size_t i = 1; i < item_.keys.size(); ++i)
      others += "<additional_answer answer=\"" + xml_escaped(exactly(item_.keys[i])) + "\" />\n";
    for (const AnswerFeedback& one : item_.feedback)
      known += "<li>" + xml_escaped(text(one.value)) + ": " + inline_html(html(one.feedback)) +
               "</li>\n";
    if (!known.empty()) known = "<ul>\n" + known + "</ul>\n";
    // Without a tolerance the grader of Tadpole allows a millionth.
    const std::string tolerance = item_.tolerance.empty() ? "0.0001%" : item_.tolerance;
    return "<numericalresponse answer=\"" + xml_escaped(exactly(item_.keys.front())) + "\">\n" +
           others + "<responseparam type=\"tolerance\" default=\"" + xml_escaped(tolerance) +
           "\" />\n<formulaequationinput" + unit_after() + " />\n" + solution(known) +
           "</numericalresponse>\n";
  }

  std::string words() const {
    std::string out =
        "<stringresponse answer=\"" + xml_escaped(key_.value("text", "")) + "\" type=\"ci\">\n";
    for (std::size_t i = 1; i < item_.keys.size(); ++i)
      out += "<additional_answer answer=\"" + xml_escaped(text(item_.keys[i])) + "\" />\n";
    for (const AnswerFeedback& one : item_.feedback)
      out += "<stringequalhint answer=\"" + xml_escaped(text(one.value)) + "\">" +
             xml_escaped(plain_of(filled(item_, one.feedback, values_))) + "</stringequalhint>\n";
    return out + "<textline size=\"40\" />\n" + solution() + "</stringresponse>\n";
  }

  const Item& item_;
  const OwnWords& words_;
  Json shown_, key_;
  Values values_;
};

}  // namespace

std::string xml_escaped(const std::string& text) {
  std::string out;
  for (const char c : html_escaped(text)) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x20 || c == '\t' || c == '\n') out += c;
  }
  return out;
}

std::string with_mathjax(const std::string& html) {
  std::string out = html;
  for (const char* tag : {"span", "div"}) {
    const std::string open = std::string("<") + tag + " class=\"math",
                      close = std::string("</") + tag + ">";
    for (std::size_t at = out.find(open); at != std::string::npos; at = out.find(open, at)) {
      const std::size_t begin = out.find('>', at) + 1, end = out.find(close, begin);
      if (begin == 0 || end == std::string::npos) break;
      const bool display = out.compare(at + open.size(), 8, " display") == 0;
      const std::string set =
          (display ? "\\[" : "\\(") + out.substr(begin, end - begin) + (display ? "\\]" : "\\)");
      const bool alone = std::string(tag) == "div";  // it stood for a paragraph
      out.replace(at, end + close.size() - at, alone ? "<p>" + set + "</p>" : set);
    }
  }
  return out;
}

std::string olx_problem(const Item& item, const std::string& title, const OwnWords& words) {
  return item.sealed ? "" : OlxProblem(item, words).run(title);
}

}  // namespace tadpole::learning
