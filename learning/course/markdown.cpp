// SPDX-License-Identifier: Apache-2.0
// Source: CommonMark 0.29 and GitHub's extensions, by cmark-gfm in its safe mode.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <functional>
#include <memory>
#include <vector>

#include "core/base/html.h"
#include "core/base/text.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {
namespace {

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

struct Formula {
  std::string tex;
  bool display = false;
};

// Two characters that no keyboard makes, around the number of a formula.
constexpr std::string_view kOpen = "\xEE\x80\x80", kClose = "\xEE\x80\x81";

std::string without_marks(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view here = std::string_view(text).substr(i, 3);
    if (here == kOpen || here == kClose) {
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Formulas become marks, so that Markdown leaves their signs alone. Code is left as it is.
class FormulaTaker {
 public:
  explicit FormulaTaker(std::vector<Formula>& formulas) : formulas_(formulas) {}

  std::string run(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      if (text[i] == '`') {
        const std::size_t end = end_of_code(text, i);
        out += text.substr(i, end - i);
        i = end;
      } else if (text[i] == '\\' && i + 1 < text.size()) {
        out += text.substr(i, 2);
        i += 2;
      } else if (text[i] == '$') {
        i = formula(text, i, out);
      } else {
        out += text[i++];
      }
    }
    return out;
  }

 private:
  static std::size_t end_of_code(const std::string& text, std::size_t at) {
    std::size_t run = at;
    while (run < text.size() && text[run] == '`') ++run;
    const std::string ticks(run - at, '`');
    for (std::size_t close = text.find(ticks, run); close != std::string::npos;
         close = text.find(ticks, close)) {
      std::size_t end = close;
      while (end < text.size() && text[end] == '`') ++end;
      if (end - close == ticks.size()) return end;
      close = end;
    }
    return run;
  }

  std::size_t formula(const std::string& text, std::size_t at, std::string& out) {
    const bool display = text.compare(at, 2, "$$") == 0;
    const std::size_t width = display ? 2 : 1;
    const std::size_t end = text.find(display ? "$$" : "$", at + width);
    const std::string tex =
        end == std::string::npos ? "" : text.substr(at + width, end - at - width);
    // A lone dollar, or one before a space: an amount of money.
    if (trim(tex).empty() || (!display && (tex.front() == ' ' || tex.back() == ' ' ||
                                           tex.find("\n\n") != std::string::npos))) {
      out += text.substr(at, width);
      return at + width;
    }
    out += std::string(kOpen) + std::to_string(formulas_.size()) + std::string(kClose);
    formulas_.push_back({trim(tex), display});
    return end + width;
  }

  std::vector<Formula>& formulas_;
};

std::string with_formulas(const std::string& html, const std::vector<Formula>& formulas) {
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const std::size_t end =
        html.compare(i, kOpen.size(), kOpen) == 0 ? html.find(kClose, i) : std::string::npos;
    const auto number =
        end == std::string::npos ? std::nullopt : parse_whole(html.substr(i + 3, end - i - 3));
    if (!number || *number < 0 || static_cast<std::size_t>(*number) >= formulas.size()) {
      out += html[i++];
      continue;
    }
    const Formula& formula = formulas[static_cast<std::size_t>(*number)];
    i = end + kClose.size();
    const bool alone = formula.display && out.ends_with("<p>") && html.compare(i, 4, "</p>") == 0;
    if (alone) {
      out.resize(out.size() - 3);
      i += 4;
    }
    const std::string tag = alone ? "div" : "span";
    const std::string kind = formula.display ? "math display" : "math";
    out += "<" + tag + " class=\"" + kind + "\">" + html_escaped(formula.tex) + "</" + tag + ">";
  }
  return out;
}

Document parsed(const std::string& markdown, cmark_parser* parser) {
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  return Document(cmark_parser_finish(parser));
}

void for_nodes(cmark_node* root, const std::function<void(cmark_node*)>& f) {
  cmark_iter* iter = cmark_iter_new(root);
  for (cmark_event_type event = cmark_iter_next(iter); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iter)) {
    if (event == CMARK_EVENT_ENTER) f(cmark_iter_get_node(iter));
  }
  cmark_iter_free(iter);
}

// [text](unit:w1chip) and ![alt](picture.svg) to where they are served.
void place_link(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  if (type != CMARK_NODE_LINK && type != CMARK_NODE_IMAGE) return;
  const std::string url = cmark_node_get_url(node);
  if (url.starts_with("unit:")) {
    cmark_node_set_url(node, ("/units/" + url.substr(5)).c_str());
  } else if (url.starts_with("concept:")) {
    cmark_node_set_url(node, ("/concepts#" + url.substr(8)).c_str());
  } else if (url.find(':') == std::string::npos && !url.starts_with("/") && !url.starts_with("#")) {
    cmark_node_set_url(node, ("/media/" + url).c_str());
  }
}

class Parser {
 public:
  Parser() : parser_(cmark_parser_new(CMARK_OPT_DEFAULT)) {
    cmark_gfm_core_extensions_ensure_registered();
    for (const char* name : {"table", "strikethrough", "autolink"}) {
      cmark_syntax_extension* extension = cmark_find_syntax_extension(name);
      if (extension) cmark_parser_attach_syntax_extension(parser_, extension);
    }
  }
  ~Parser() { cmark_parser_free(parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  cmark_parser* get() const { return parser_; }

 private:
  cmark_parser* parser_;
};

}  // namespace

std::string html_of(const std::string& markdown) {
  std::vector<Formula> formulas;
  const std::string marked = FormulaTaker(formulas).run(without_marks(markdown));
  const Parser parser;
  const Document document = parsed(marked, parser.get());
  for_nodes(document.get(), place_link);
  char* html = cmark_render_html(document.get(), CMARK_OPT_DEFAULT,
                                 cmark_parser_get_syntax_extensions(parser.get()));
  std::string out = html;
  std::free(html);
  return with_formulas(out, formulas);
}

std::string plain_of(const std::string& markdown) {
  const Parser parser;
  const Document document = parsed(markdown, parser.get());
  std::string out;
  for_nodes(document.get(), [&](cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
        type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_ITEM)
      out += ' ';
    if (type != CMARK_NODE_TEXT && type != CMARK_NODE_CODE && type != CMARK_NODE_CODE_BLOCK) return;
    if (const char* text = cmark_node_get_literal(node)) out += text;
    if (std::string(cmark_node_get_type_string(cmark_node_parent(node))) == "table_cell")
      out += ' ';
  });
  return trim(out);
}

std::vector<Link> links_in(const std::string& markdown) {
  const Parser parser;
  const Document document = parsed(markdown, parser.get());
  std::vector<Link> links;
  for_nodes(document.get(), [&](cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    const int line = cmark_node_get_start_line(node);
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
      links.push_back({Link::Kind::html, cmark_node_get_literal(node), "", line});
    } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
      std::string text;
      for_nodes(node, [&](cmark_node* inner) {
        if (cmark_node_get_type(inner) == CMARK_NODE_TEXT) text += cmark_node_get_literal(inner);
      });
      links.push_back({type == CMARK_NODE_LINK ? Link::Kind::link : Link::Kind::picture,
                       cmark_node_get_url(node), text, line});
    }
  });
  return links;
}

}  // namespace tadpole::learning
