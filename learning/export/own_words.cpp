// SPDX-License-Identifier: Apache-2.0
#include "learning/export/own_words.h"

#include "core/base/html.h"

namespace tadpole::learning {

std::string lang_attribute(const Program& program, const std::string& language) {
  const bool same = language.empty() || language == program.languages.front();
  return same ? "" : " lang=\"" + html_escaped(language) + "\"";
}

std::string OwnWords::html(Word word, const Holes& holes) const {
  // The braces of holes are nothing to escape.
  const std::string plain = html_escaped(said(program_, word)), text = filled_holes(plain, holes);
  const std::string& own = program_.languages.front();
  if (lang_attribute(program_, around_).empty()) return text;
  return "<span lang=\"" + html_escaped(own) + "\">" + text + "</span>";
}

}  // namespace tadpole::learning
