// SPDX-License-Identifier: Apache-2.0
#include "learning/export/frame.h"

#include "core/base/base64.h"
#include "core/base/html.h"
#include "learning/export/own_words.h"

namespace tadpole::learning {

extern const char* const kStyle;
extern const char* const kPrintStyle;

namespace {

// As the pages of the program set them (web/src/parts/rich.ts).
constexpr const char* kFormulas =
    "// SPDX-License-Identifier: Apache-2.0\n"
    "for (const node of document.querySelectorAll('.math'))\n"
    "  katex.render(node.textContent, node, { displayMode: node.classList.contains('display'), "
    "throwOnError: false, output: 'htmlAndMathml' });\n";

bool is_right_to_left(const std::string& language) {
  const std::string first = language.substr(0, language.find('-'));
  return first == "ar" || first == "fa" || first == "he" || first == "ur";
}

std::string head(const Framed& page, const std::string& styles) {
  return "<!doctype html>\n<html lang=\"" + html_escaped(page.language) + "\" dir=\"" +
         (is_right_to_left(page.language) ? "rtl" : "ltr") +
         "\">\n<head>\n<meta charset=\"utf-8\" />\n<meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\" />\n<title>" +
         html_escaped(page.title) + "</title>\n" + styles + "</head>\n<body>\n";
}

constexpr const char* kTail = "</body>\n</html>\n";

// KaTeX's style with its fonts in it.
std::string with_fonts(std::string style, const std::map<std::string, std::string>& katex) {
  for (const auto& [name, bytes] : katex) {
    if (!name.starts_with("fonts/")) continue;
    const std::string wanted = "url(" + name + ")";
    for (std::size_t at = style.find(wanted); at != std::string::npos; at = style.find(wanted, at))
      style.replace(at, wanted.size(), "url(" + data_address(name, bytes) + ")");
  }
  return style;
}

}  // namespace

bool has_formulas(const std::string& html) {
  return html.find("class=\"math") != std::string::npos;
}

std::string data_address(const std::string& name, const std::string& bytes) {
  static const std::map<std::string, std::string> types = {
      {".svg", "image/svg+xml"}, {".png", "image/png"},   {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},   {".webp", "image/webp"}, {".gif", "image/gif"},
      {".woff2", "font/woff2"}};
  const auto at = types.find(Path(name).extension().string());
  return "data:" + (at == types.end() ? "application/octet-stream" : at->second) + ";base64," +
         base64(bytes);
}

std::string site_page(const Framed& page, bool with_katex) {
  std::string styles, scripts;
  if (with_katex && has_formulas(page.body)) {
    styles = "<link rel=\"stylesheet\" href=\"" + page.up + "katex/katex.min.css\" />\n";
    scripts = "<script src=\"" + page.up + "katex/katex.min.js\"></script>\n<script src=\"" +
              page.up + "formulas.js\"></script>\n";
  }
  styles += "<link rel=\"stylesheet\" href=\"" + page.up + "style.css\" />\n";
  return head(page, styles) + page.body + scripts + kTail;
}

std::string document(const Framed& page, const std::map<std::string, std::string>& katex,
                     const std::string& more_style) {
  std::string styles, scripts;
  const bool formulas =
      has_formulas(page.body) && katex.contains("katex.min.js") && katex.contains("katex.min.css");
  if (formulas) {
    styles = "<style>\n" + with_fonts(katex.at("katex.min.css"), katex) + "</style>\n";
    scripts = "<script>\n" + katex.at("katex.min.js") + "</script>\n<script>\n" + kFormulas +
              "</script>\n";
  }
  styles += "<style>\n" + std::string(kStyle) + kPrintStyle + more_style + "</style>\n";
  return head(page, styles) + page.body + scripts + kTail;
}

FileSet site_files(const std::map<std::string, std::string>& katex) {
  FileSet files = {{"style.css", kStyle}};
  if (katex.empty()) return files;
  files["formulas.js"] = kFormulas;
  for (const auto& [name, bytes] : katex) files["katex/" + name] = bytes;
  return files;
}

std::string glossary_html(const Program& program) {
  const OwnWords words(program);
  std::string out;
  if (!program.concepts.empty())
    out += "<h2>" + words.html(Word::ideas) + "</h2>\n<dl class=\"ideas\">\n";
  for (const Concept& idea : program.concepts) {
    std::string where;
    for (const Turn& turn : idea.turns) {
      const Unit* const unit = program.find(turn.unit).unit;
      if (unit)
        where += (where.empty() ? "" : ", ") + std::string("<a href=\"/units/") +
                 html_escaped(unit->id) + "\">" + html_escaped(unit->title) + "</a>";
    }
    out += "<dt id=\"idea-" + html_escaped(idea.id) + "\">" + html_escaped(idea.name) +
           "</dt>\n<dd>" + html_escaped(idea.summary) +
           (where.empty() ? "" : " <span class=\"where\">" + where + "</span>") + "</dd>\n";
  }
  if (!program.concepts.empty()) out += "</dl>\n";
  if (!program.glossary.empty()) out += "<h2>" + words.html(Word::words) + "</h2>\n<dl>\n";
  for (const Term& one : program.glossary)
    out += "<dt>" + html_escaped(one.term) + "</dt>\n<dd>" + one.html + "</dd>\n";
  if (!program.glossary.empty()) out += "</dl>\n";
  return out;
}

}  // namespace tadpole::learning
