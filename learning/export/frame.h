// SPDX-License-Identifier: Apache-2.0
// What stands around an exported text: the page of a site, or one document with all in it.
#pragma once
#include "learning/export/format.h"

namespace tadpole::learning {

struct Framed {
  std::string title, language = "en", body;
  std::string up = {};  // "../" from a page in a folder
};

// A page of a site, with the style beside it; KaTeX is asked for where the body has formulas.
std::string site_page(const Framed& page, bool with_katex);
// One file that asks for nothing else: styles, KaTeX and its fonts inside. more_style: after ours.
std::string document(const Framed& page, const std::map<std::string, std::string>& katex,
                     const std::string& more_style);

// Of a site: style.css, formulas.js and katex/.
FileSet site_files(const std::map<std::string, std::string>& katex);

bool has_formulas(const std::string& html);
// "data:image/svg+xml;base64,..." of a file by the ending of its name.
std::string data_address(const std::string& name, const std::string& bytes);

// The glossary and the ideas of the program, each with an id: idea-loss.
std::string glossary_html(const Program& program);

}  // namespace tadpole::learning
