// SPDX-License-Identifier: Apache-2.0
// Between lessons (learning/course) and notebooks, line by line.
#include <algorithm>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "learning/notebook/notebook.h"

namespace tadpole::learning {
namespace {

using Json = nlohmann::json;
using Kind = NotebookCell::Kind;
constexpr std::size_t kMostOutput = 4000;

bool opens_block(const std::string& line) {
  return line.starts_with(":::") && trim(line).find_first_not_of(':') != std::string::npos;
}
bool closes_block(const std::string& line) { return line.starts_with(":::") && !opens_block(line); }

std::string fence_name(const std::string& line) {
  const std::string head = trim(line.substr(std::min<std::size_t>(3, line.size())));
  return head.substr(0, head.find(' '));
}

class LessonReader {
 public:
  LessonReader(const std::string& lesson, NotebookFor whom)
      : lines_(split(lesson, '\n')), whom_(whom) {
    if (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
  }

  Notebook run() {
    if (!lines_.empty() && lines_[0] == "---") head();
    while (at_ < lines_.size()) {
      const std::string& line = lines_[at_];
      if (opens_block(line) && is_python(line)) {
        exercise();
      } else if (opens_block(line)) {
        block();
      } else if (is_fence(line, {"python"})) {
        fence();
      } else {
        prose({"python"});
      }
    }
    return std::move(notebook_);
  }

 private:
  static bool is_python(const std::string& line) {
    return trim(line.substr(line.find_first_not_of(':'))).starts_with("code") &&
           line.find("language=cpp") == std::string::npos;
  }
  static bool is_fence(const std::string& line, const std::vector<std::string>& names) {
    return line.starts_with("```") &&
           std::find(names.begin(), names.end(), fence_name(line)) != names.end();
  }

  // Adds the lines [from, to) as a cell; empty lines at its edges are counted, not kept.
  void add(Kind kind, std::size_t from, std::size_t to, Json lesson) {
    if (kind == Kind::markdown) {
      while (from < to && lines_[from].empty()) ++from, ++empty_;
      std::size_t last = to;
      while (last > from && lines_[last - 1].empty()) --last;
      if (from == to) return;
      push(kind, from, last, std::move(lesson));
      empty_ = to - last;
      return;
    }
    push(kind, from, to, std::move(lesson));
  }

  void push(Kind kind, std::size_t from, std::size_t to, Json lesson) {
    NotebookCell cell{.kind = kind, .source = {}, .output = {}, .lesson = std::move(lesson)};
    for (std::size_t i = from; i < to; ++i) cell.source += lines_[i] + (i + 1 < to ? "\n" : "");
    if (from == to) cell.lesson["nothing"] = true;
    cell.lesson["before"] = empty_;
    empty_ = 0;
    if (!opened_.empty())
      cell.lesson["open_block"] = opened_, cell.lesson["before_block"] = before_block_;
    opened_.clear();
    notebook_.cells.push_back(std::move(cell));
  }

  void head() {
    const std::size_t from = at_;
    for (++at_; at_ < lines_.size() && lines_[at_] != "---";) ++at_;
    at_ = std::min(at_ + 1, lines_.size());
    add(Kind::raw, from, at_, {{"role", "head"}});
  }

  void block() {
    const std::size_t from = at_;
    int depth = 0;
    bool code = false;
    for (; at_ < lines_.size(); ++at_) {
      const std::string& line = lines_[at_];
      if (line.starts_with("```")) code = !code;
      if (code) continue;
      if (opens_block(line)) ++depth;
      if (closes_block(line) && --depth == 0) break;
    }
    at_ = std::min(at_ + 1, lines_.size());
    add(Kind::raw, from, at_, {{"role", "block"}});
  }

  // Up to the next block, its end, or one of these fences.
  void prose(const std::vector<std::string>& fences) {
    const std::size_t from = at_;
    bool code = false;
    for (; at_ < lines_.size(); ++at_) {
      const std::string& line = lines_[at_];
      if (!code && at_ > from && (line.starts_with(":::") || is_fence(line, fences))) break;
      if (line.starts_with("```")) code = !code;
    }
    add(Kind::markdown, from, at_, Json::object());
  }

  void fence() {
    const std::string open = lines_[at_];
    const std::size_t from = ++at_;
    while (at_ < lines_.size() && lines_[at_] != "```") ++at_;
    if (fence_name(open) != "solution" || whom_ == NotebookFor::authors)
      add(Kind::code, from, at_, {{"role", "fence"}, {"open", open}});
    at_ = std::min(at_ + 1, lines_.size());
  }

  void exercise() {
    before_block_ = empty_, empty_ = 0;
    opened_ = lines_[at_++];
    const std::vector<std::string> fences = {"starter", "solution", "test"};
    while (at_ < lines_.size() && !closes_block(lines_[at_])) {
      if (is_fence(lines_[at_], fences)) {
        fence();
      } else {
        prose(fences);
      }
    }
    if (!opened_.empty()) push(Kind::markdown, at_, at_, Json::object());  // it held nothing
    Json& last = notebook_.cells.back().lesson;
    last["close_block"] = at_ < lines_.size() ? lines_[at_] : ":::";
    if (empty_ > 0) last["after"] = empty_;
    empty_ = 0;
    at_ = std::min(at_ + 1, lines_.size());
  }

  std::vector<std::string> lines_;
  NotebookFor whom_;
  std::size_t at_ = 0, empty_ = 0, before_block_ = 0;  // empty lines that wait for their cell
  std::string opened_;
  Notebook notebook_;
};

std::size_t count_of(const Json& lesson, const char* key, std::size_t otherwise) {
  return static_cast<std::size_t>(
      std::clamp(json_number(lesson, key, static_cast<double>(otherwise)), 0.0, 100.0));
}

// A line that somebody's notebook holds may not become a block of ours.
std::string harmless(const std::string& text) {
  std::string safe;
  for (const std::string& line : split(text, '\n')) {
    if (!safe.empty()) safe += "\n";
    safe += line.starts_with(":::") ? " " + line : line;
  }
  return safe;
}

std::string head_of(const Notebook& notebook, std::string title) {
  for (const NotebookCell& cell : notebook.cells) {
    if (cell.kind != Kind::markdown || !cell.source.starts_with("# ")) continue;
    title = trim(cell.source.substr(2, cell.source.find('\n') - 2));
    break;
  }
  std::string all;
  for (const NotebookCell& cell : notebook.cells) all += cell.source + "\n";
  // A JSON text is a text of YAML too.
  return "---\nid: n" + sha256_hex(all).substr(0, 8) + "\ntitle: " + json_dump(title) +
         "\nminutes: 10\nkind: practise\n---\n";
}

std::string fenced(const std::string& open, const std::string& source, bool nothing) {
  return open + "\n" + (nothing ? "" : source + "\n") + "```\n";
}

// Cut where a letter ends, not inside it.
std::string shortened(const std::string& text) {
  if (text.size() <= kMostOutput) return text;
  std::size_t end = kMostOutput;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "\n...";
}

std::string text_of(const NotebookCell& cell) {
  const Json& lesson = cell.lesson;
  const std::string role = json_text(lesson, "role"), open = json_text(lesson, "open");
  if (cell.kind == Kind::code)
    return fenced(open.starts_with("```") ? open : "```python", cell.source,
                  lesson.contains("nothing") && cell.source.empty());
  if (lesson.contains("nothing") && cell.source.empty()) return "";
  const bool ours = role == "head" || role == "block" || lesson.contains("before");
  return (ours ? cell.source : harmless(cell.source)) + "\n";
}

}  // namespace

Notebook notebook_of_lesson(const std::string& lesson, NotebookFor whom) {
  return LessonReader(lesson, whom).run();
}

std::string lesson_of_notebook(const Notebook& notebook, const std::string& title) {
  const bool has_head =
      !notebook.cells.empty() && json_text(notebook.cells[0].lesson, "role") == "head";
  std::string text = has_head ? "" : head_of(notebook, title);
  for (const NotebookCell& cell : notebook.cells) {
    const std::string opened = json_text(cell.lesson, "open_block"),
                      closed = json_text(cell.lesson, "close_block");
    if (!opened.empty())
      text += std::string(count_of(cell.lesson, "before_block", 1), '\n') + opened + "\n";
    text += std::string(count_of(cell.lesson, "before", 1), '\n') + text_of(cell);
    if (cell.lesson.empty() && !cell.output.empty())
      text += "\n" + fenced("```text", shortened(cell.output), false);
    text += std::string(count_of(cell.lesson, "after", 0), '\n');
    if (!closed.empty()) text += closed + "\n";
  }
  return text;
}

}  // namespace tadpole::learning
