// SPDX-License-Identifier: Apache-2.0
#include "learning/course/translate.h"

#include <algorithm>
#include <regex>
#include <set>

#include "core/base/text.h"

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

bool is_language(const std::string& name) {
  static const std::regex tag("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  return std::regex_match(name, tag);
}

// Titles and summaries, wherever they stand.
void each_title(Program& program, const std::function<void(std::string&, const std::string&)>& f) {
  f(program.title, "program.yaml"), f(program.summary, "program.yaml");
  for (Course& course : program.courses) {
    f(course.title, course.id), f(course.summary, course.id);
    for (Chapter& chapter : course.chapters) {
      f(chapter.title, chapter.id), f(chapter.summary, chapter.id);
      for (Section& section : chapter.sections) f(section.title, section.id);
    }
  }
  for (Concept& one : program.concepts)
    f(one.name, "concepts.yaml"), f(one.summary, "concepts.yaml");
}

void add_text(std::vector<PoEntry>& list, const std::string& text, const std::string& place) {
  map_messages(text, [&](const std::string& message) {
    list.push_back({.id = message, .text = "", .places = {place}});
    return message;
  });
}

std::string said_in(const Catalogue& all, const std::string& text) {
  const auto at = all.find(text);
  return at == all.end() ? text : at->second;
}

// What both languages must have alike; "" when they have.
std::string difference(const Unit& one, const Unit& other) {
  if (one.blocks.size() != other.blocks.size()) return "another number of blocks";
  for (std::size_t b = 0; b < one.blocks.size(); ++b) {
    const Block &x = one.blocks[b], &y = other.blocks[b];
    if (x.kind != y.kind || (x.kind != "text" && x.id != y.id)) return "other blocks";
    if (x.items.size() != y.items.size()) return "another number of questions in " + x.id;
    for (std::size_t i = 0; i < x.items.size(); ++i) {
      const Item &p = x.items[i], &q = y.items[i];
      const bool same = p.type == q.type && p.choices.size() == q.choices.size() &&
                        p.pairs.size() == q.pairs.size() && p.steps.size() == q.steps.size() &&
                        p.hints.size() == q.hints.size() && p.rubric.size() == q.rubric.size() &&
                        p.keys.size() == q.keys.size();
      if (!same) return "other answers in " + x.id;
    }
  }
  return "";
}

// Names and answers of the original over words of the translation.
void take_over(const Unit& from, Unit& to) {
  to.place = from.place;
  for (std::size_t b = 0; b < from.blocks.size(); ++b) {
    Block& block = to.blocks[b];
    block.id = from.blocks[b].id, block.revision = from.blocks[b].revision;
    block.place = from.blocks[b].place;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      Item& item = block.items[i];
      const Item& written = from.blocks[b].items[i];
      item.sealed = written.sealed;
      for (std::size_t c = 0; c < item.choices.size(); ++c)
        item.choices[c].id = written.choices[c].id;
      if (item.type == "text")
        item.keys.insert(item.keys.end(), written.keys.begin(), written.keys.end());
    }
  }
}

Catalogue read_catalogue(const Path& folder, const std::string& language,
                         std::vector<Problem>& problems) {
  Catalogue all;
  std::error_code code;
  std::vector<Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "i18n" / language, code)) {
    if (entry.path().extension() == ".po") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const Path& file : files) {
    const std::string place = "i18n/" + language + "/" + file.filename().string();
    const auto text = read_text(file);
    const auto entries =
        text.ok() ? parse_po(text.value()) : Result<std::vector<PoEntry>>(text.error());
    if (!entries.ok()) {
      problems.push_back({{place, 1}, Severity::error, entries.error().message});
      continue;
    }
    all.merge(catalogue_of(entries.value()));
  }
  return all;
}

// Another language has another alphabet: the order of its terms is not judged.
std::vector<Term> glossary_of(const std::string& text, const std::string& language,
                              std::vector<Problem>& problems) {
  std::vector<Problem> found;
  std::vector<Term> terms = read_glossary(text, "glossary.md", found);
  for (const Problem& one : found) {
    if (one.severity == Severity::error)
      problems.push_back({{"i18n/" + language + "/program.po", 1}, one.severity, one.sentence});
  }
  return terms;
}

// Stays as it is when its title has no translation: words of other units are in it by chance.
void translate_unit(Unit& unit, const Path& folder, const Catalogue& all,
                    const std::string& language, std::vector<Problem>& problems) {
  const Result<std::string> text = read_text(folder / unit.place.file);
  if (!text.ok() || !all.contains(unit.title)) return;
  int translated = 0, messages = 0;
  const std::string other = map_messages(text.value(), [&](const std::string& message) {
    const auto at = all.find(message);
    ++messages, translated += at == all.end() ? 0 : 1;
    return at == all.end() ? message : at->second;
  });
  std::vector<Problem> found;
  Unit fresh = read_unit(other, unit.place.file, found);
  const bool broken = !found.empty() && found[0].severity == Severity::error;
  const std::string odd = broken ? found[0].sentence : difference(unit, fresh);
  if (!odd.empty()) {
    problems.push_back({unit.place, Severity::error,
                        "its translation (" + language + ") has another structure: " + odd +
                            "; keep marks, | and {numbers} as they are"});
    return;
  }
  take_over(unit, fresh);
  fresh.language = translated == messages ? language : unit.language;
  fresh.translated = translated, fresh.messages = messages;
  unit = std::move(fresh);
}

}  // namespace

std::string map_messages(const std::string& text, const Say& say) {
  return MessageMap(text, say).run();
}

std::vector<std::string> translated_languages(const Path& program) {
  std::vector<std::string> all;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(program / "i18n", code)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && is_language(name)) all.push_back(name);
  }
  std::sort(all.begin(), all.end());
  return all;
}

Result<std::map<std::string, std::vector<PoEntry>>> messages_of(const Program& program) {
  std::map<std::string, std::vector<PoEntry>> all;
  Program copy = program;
  each_title(copy, [&](std::string& text, const std::string& place) {
    if (!text.empty()) all["program"].push_back({.id = text, .text = "", .places = {place}});
  });
  const Result<std::string> glossary = read_text(program.folder / "glossary.md");
  if (glossary.ok()) add_text(all["program"], glossary.value(), "glossary.md");
  for (const Program::At& at : program.units()) {
    const std::string text = TADPOLE_TRY(read_text(program.folder / at.unit->place.file));
    add_text(all[at.chapter->id], text, at.unit->place.file);
  }
  return all;
}

Result<Translated> update_translations(const Program& program, const std::string& language) {
  if (!is_language(language))
    return wrong_use("'" + language + "' is no language; give its tag, like es or pt-BR");
  Translated count;
  const auto all = TADPOLE_TRY(messages_of(program));
  for (const auto& [name, found] : all) {
    const Path file = program.folder / "i18n" / language / (name + ".po");
    std::vector<PoEntry> before;
    if (std::filesystem::exists(file)) {
      const std::string text = TADPOLE_TRY(read_text(file));
      Result<std::vector<PoEntry>> entries = parse_po(text);
      if (!entries.ok()) return wrong_use(file.string() + ": " + entries.error().message);
      before = std::move(entries).value();
    }
    const std::vector<PoEntry> merged = merge_po(before, found, language);
    for (const PoEntry& one : merged) {
      if (one.id.empty() || one.obsolete) continue;
      ++count.messages;
      if (!one.text.empty() && !one.fuzzy) ++count.translated;
    }
    TADPOLE_TRY(write_file(file, po_text(merged)));
  }
  return count;
}

Program translated_program(const Program& program, const std::string& language,
                           std::vector<Problem>& problems) {
  const Catalogue all = read_catalogue(program.folder, language, problems);
  Program out = program;
  each_title(out, [&](std::string& text, const std::string&) { text = said_in(all, text); });
  const Result<std::string> glossary = read_text(program.folder / "glossary.md");
  const Say say = [&](const std::string& message) { return said_in(all, message); };
  if (glossary.ok())
    out.glossary = glossary_of(map_messages(glossary.value(), say), language, problems);
  for (Course& course : out.courses) {
    for (Chapter& chapter : course.chapters) {
      for (Section& section : chapter.sections) {
        for (Unit& unit : section.units)
          translate_unit(unit, program.folder, all, language, problems);
      }
    }
  }
  return out;
}

}  // namespace tadpole::learning
