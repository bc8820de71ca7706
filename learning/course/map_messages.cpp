// SPDX-License-Identifier: Apache-2.0
// Where in a text its messages stand.
#include <algorithm>
#include <regex>

#include "core/base/text.h"
#include "learning/course/translate.h"

namespace tadpole::learning {
namespace {

using Say = std::function<std::string(const std::string&)>;

constexpr std::string_view kWordOptions[] = {"alt", "caption", "title", "topic", "hint"};

bool is_number(const std::string& text) {
  return !text.empty() && (text.find('{') != std::string::npos ||
                           text.find_first_not_of("0123456789.,-+e%") == std::string::npos);
}

// Walks over a text line by line.
class MessageMap {
 public:
  MessageMap(const std::string& text, const Say& say) : lines_(split(text, '\n')), say_(say) {}

  std::string run() {
    bool head = !lines_.empty() && trim(lines_[0]) == "---";
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string& line = lines_[i];
      if (head) {
        head_line(line);
        if (i > 0 && trim(line) == "---") head = false;
      } else {
        body_line(line);
      }
    }
    flush();
    if (!out_.empty()) out_.pop_back();
    return std::move(out_);
  }

 private:
  void put(const std::string& line) { out_ += line + "\n"; }

  void head_line(const std::string& line) {
    if (!line.starts_with("title:")) return put(line);
    std::string title = trim(line.substr(6));
    const bool quoted = title.size() >= 2 && title.front() == '"' && title.back() == '"';
    if (quoted) title = title.substr(1, title.size() - 2);
    std::string said = say_(title);
    if (said == title) return put(line);
    for (std::size_t at = 0; (at = said.find('"', at)) != std::string::npos; at += 2)
      said.insert(at, "\\");
    put("title: \"" + said + "\"");
  }

  void body_line(const std::string& line) {
    const std::string bare = trim(line);
    if (bare.starts_with("```")) {
      flush();
      code_ = !code_;
      return put(code_ ? options(line, true) : line);
    }
    if (code_) return put(line);
    if (bare.starts_with(":::")) return fence(line, bare);
    if (bare.empty() || bare == "---") {
      flush();
      return put(line);
    }
    if (bare.starts_with("$$") || formula_) {
      flush();
      if (bare.starts_with("$$") && (bare.size() < 4 || !bare.ends_with("$$")))
        formula_ = !formula_;
      if (formula_ && bare.ends_with("$$") && !bare.starts_with("$$")) formula_ = false;
      return put(line);
    }
    if (bare.starts_with("|")) {
      flush();
      return put(bare.find_first_not_of("|-: ") == std::string::npos ? line : say_(bare));
    }
    marked(line, bare);
  }

  void fence(const std::string& line, const std::string& bare) {
    flush();
    const std::size_t word = bare.find_first_not_of(':');
    if (word == std::string::npos) {
      if (!kinds_.empty()) kinds_.pop_back();
      return put(line);
    }
    kinds_.push_back(bare.substr(word, bare.find_first_of(" {", word) - word));
    put(options(line, false));
  }

  // name="words" in the options of a fence.
  std::string options(std::string line, bool of_code) {
    for (const std::string_view name : kWordOptions) option(line, std::string(name));
    if (of_code) option(line, "name");
    return line;
  }
  void option(std::string& line, const std::string& name) {
    const std::string open = " " + name + "=\"";
    const std::size_t at = line.find(open);
    if (at == std::string::npos) return;
    const std::size_t first = at + open.size(), last = line.find('"', first);
    if (last == std::string::npos || last == first) return;
    std::string said = say_(line.substr(first, last - first));
    std::replace(said.begin(), said.end(), '"', '\'');
    line.replace(first, last - first, said);
  }

  bool in_item() const {
    return !kinds_.empty() && (kinds_.back() == "item" || kinds_.back() == "survey");
  }

  void marked(const std::string& line, const std::string& bare) {
    static const std::regex of_item(R"(^(\[[ xX]\] |= |! |\? |>> |\* |\d+\. |@ )(.*)$)");
    static const std::regex of_prose(R"(^(\s*(?:[-*] |\d+\. |#{1,6} |>\s?))(.*)$)");
    std::smatch found;
    const bool item = in_item();
    if (!std::regex_match(item ? bare : line, found, item ? of_item : of_prose)) {
      if (item && bare.find(" | ") != std::string::npos) {  // a pair
        flush();
        return put(say_(bare));
      }
      if (paragraph_.empty()) indent_ = line.substr(0, line.find_first_not_of(" \t"));
      paragraph_ += (paragraph_.empty() ? "" : " ") + bare;
      return;
    }
    flush();
    const std::string mark = found[1], rest = found[2];
    if (mark == "@ ") return put(line);
    if (item) return put(mark + answer(mark, rest));
    if (mark.find('>') != std::string::npos) return put(mark + say_(trim(rest)));
    indent_ = mark;  // lines that go on belong to it
    paragraph_ = trim(rest);
    if (mark.find('#') != std::string::npos) flush();
  }

  // "text -> feedback": two messages. Numbers are no message.
  std::string answer(const std::string& mark, const std::string& rest) {
    const bool key = mark == "= " || mark == "! ";
    const auto said = [&](const std::string& text) {
      return text.empty() || (key && is_number(text)) ? text : say_(text);
    };
    const std::size_t arrow = rest.find(" -> ");
    if (arrow == std::string::npos) return said(trim(rest));
    const std::string text = said(trim(rest.substr(0, arrow)));
    return text + " -> " + say_(trim(rest.substr(arrow + 4)));
  }

  void flush() {
    if (!paragraph_.empty()) put(indent_ + say_(paragraph_));
    paragraph_.clear();
    indent_.clear();
  }

  std::vector<std::string> lines_;
  const Say& say_;
  std::string out_, paragraph_, indent_;
  std::vector<std::string> kinds_;
  bool code_ = false, formula_ = false;
};

}  // namespace

std::string map_messages(const std::string& text, const Say& say) {
  return MessageMap(text, say).run();
}

}  // namespace tadpole::learning
