// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/base/text.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The only paragraph of a text that was one line, without its tag.
std::string inline_html_of(const std::string& markdown) {
  std::string html = trim(html_of(markdown));
  if (html.starts_with("<p>") && html.ends_with("</p>")) html = html.substr(3, html.size() - 7);
  return html;
}

// **Term**: explanation.    **Term** (as: form, other form): explanation.
std::optional<Term> term_of(const std::string& line) {
  const std::size_t end = line.find("**", 2);
  if (!line.starts_with("**") || end == std::string::npos) return {};
  Term one;
  one.term = trim(line.substr(2, end - 2));
  std::string rest = line.substr(end + 2);
  if (rest.starts_with(" (as: ")) {
    const std::size_t close = rest.find("): ");
    if (close == std::string::npos) return {};
    for (const std::string& form : split(rest.substr(6, close - 6), ','))
      one.forms.push_back(trim(form));
    rest = rest.substr(close + 1);
  }
  if (!rest.starts_with(": ")) return {};
  one.text = trim(rest.substr(2));
  const auto empty = [](const std::string& form) { return form.empty(); };
  if (one.term.empty() || one.text.empty() || std::ranges::any_of(one.forms, empty)) return {};
  one.html = inline_html_of(one.text);
  return one;
}

}  // namespace

std::vector<Term> read_glossary(const std::string& text, const std::string& file,
                                std::vector<Problem>& problems) {
  std::vector<Term> terms;
  std::set<std::string> seen;
  Place place = {file, 0};
  const auto tell = [&](const std::string& sentence, Severity severity = Severity::error) {
    problems.push_back({place, severity, sentence});
  };
  bool is_free = true;  // the line above is empty
  for (const std::string& whole : split(text, '\n')) {
    const std::string line = trim(whole);
    ++place.line;
    const bool was_free = std::exchange(is_free, line.empty());
    if (line.empty() || line.starts_with("# ")) continue;
    if (!was_free) tell("a line stands right under another one; leave an empty line between terms");
    std::optional<Term> one = term_of(line);
    if (!one) {
      tell("'" + line.substr(0, 30) +
           "' explains no term; write **Term**: explanation. in one line");
    } else if (!seen.insert(lower(one->term)).second) {
      tell("the term '" + one->term + "' is explained twice; make one line of both");
    } else {
      if (!terms.empty() && lower(one->term) < lower(terms.back().term))
        tell("'" + one->term + "' stands after '" + terms.back().term +
                 "'; put the terms into the order of the alphabet",
             Severity::warning);
      one->place = place;
      terms.push_back(*std::move(one));
    }
  }
  return terms;
}

}  // namespace tadpole::learning
