// SPDX-License-Identifier: Apache-2.0
#include "learning/course/translate.h"

#include <algorithm>
#include <regex>
#include <set>

#include "core/base/text.h"
#include "learning/course/words.h"

namespace tadpole::learning {
namespace {

using Say = std::function<std::string(const std::string&)>;

constexpr const char* kWordsPlace = "words around an exported course";

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

// Units, then the teachers' page.
std::vector<std::string> files_of(const Section& section) {
  std::vector<std::string> files;
  for (const Unit& unit : section.units) files.push_back(unit.place.file);
  if (!section.teach_place.file.empty()) files.push_back(section.teach_place.file);
  return files;
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
void take_over(const Unit& from, const std::string& language, Unit& to) {
  to.place = from.place;
  for (std::size_t b = 0; b < from.blocks.size(); ++b) {
    Block& block = to.blocks[b];
    block.id = from.blocks[b].id, block.revision = from.blocks[b].revision;
    block.place = from.blocks[b].place;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      Item& item = block.items[i];
      const Item& written = from.blocks[b].items[i];
      item.sealed = written.sealed;
      item.language = language;
      for (std::size_t c = 0; c < item.choices.size(); ++c)
        item.choices[c].id = written.choices[c].id;
      if (item.type == "text")
        item.keys.insert(item.keys.end(), written.keys.begin(), written.keys.end());
    }
  }
}

using KeysOfItems = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

// Questions that are answered by typing words: f("unit.block", item).
template <class F>
void each_typed(Section& section, const F& f) {
  for (Unit& unit : section.units) {
    for (Block& block : unit.blocks) {
      for (Item& item : block.items) {
        if (item.type == "text") f(unit.id + "." + item.id, item);
      }
    }
  }
}
template <class F>
void each_typed(Program& program, const F& f) {
  for (Course& course : program.courses) {
    for (Chapter& chapter : course.chapters) {
      for (Section& section : chapter.sections) each_typed(section, f);
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

// A text in the other language, and how much of it is.
struct OtherText {
  std::string text;
  int translated = 0, messages = 0;
};
OtherText other_text(const std::string& text, const Catalogue& all) {
  OtherText other;
  other.text = map_messages(text, [&](const std::string& message) {
    const auto at = all.find(message);
    ++other.messages, other.translated += at == all.end() ? 0 : 1;
    return at == all.end() ? message : at->second;
  });
  return other;
}

std::string another_structure(const std::string& language, const std::string& what,
                              const std::string& keep) {
  return "its translation (" + language + ") has another structure: " + what + "; keep " + keep +
         " as they are";
}

// How often each of these stands in a page.
std::vector<std::size_t> shape_of(const std::string& html) {
  std::vector<std::size_t> counts;
  for (const std::string tag : {"<h2>", "<li>", "<tr>", "<p>", "<a ", "<img "}) {
    std::size_t count = 0;
    for (std::size_t at = html.find(tag); at != std::string::npos; at = html.find(tag, at + 1))
      ++count;
    counts.push_back(count);
  }
  return counts;
}

// Its first paragraph: the headings are those of all pages.
std::string first_words_of(const std::string& text) {
  std::string first;
  map_messages(text, [&](const std::string& message) {
    const auto& parts = teach_parts();
    if (first.empty() && std::find(parts.begin(), parts.end(), message) == parts.end())
      first = message;
    return message;
  });
  return first;
}

// Stays as it is when its first paragraph has no translation.
void translate_teach(Section& section, const Path& folder, const Catalogue& all,
                     const std::string& language, std::vector<Problem>& problems) {
  const Place place = section.teach_place;
  if (place.file.empty()) return;
  const Result<std::string> text = read_text(folder / place.file);
  if (!text.ok() || !all.contains(first_words_of(text.value()))) return;
  const OtherText other = other_text(text.value(), all);
  Section fresh;
  std::vector<Problem> found;
  read_teach_page(other.text, place.file, fresh, found);
  if (shape_of(fresh.teach_html) != shape_of(section.teach_html)) {
    problems.push_back({place, Severity::error,
                        another_structure(language, "other headings, lists, tables or links",
                                          "marks, | and links")});
    return;
  }
  section.teach_text = fresh.teach_text, section.teach_html = fresh.teach_html;
  section.teach_translated = other.translated, section.teach_messages = other.messages;
  if (other.translated == other.messages) section.teach_language = language;
}

// Stays as it is when its title has no translation: words of other units are in it by chance.
void translate_unit(Unit& unit, const Path& folder, const Catalogue& all,
                    const std::string& language, std::vector<Problem>& problems) {
  const Result<std::string> text = read_text(folder / unit.place.file);
  if (!text.ok() || !all.contains(unit.title)) return;
  const OtherText other = other_text(text.value(), all);
  std::vector<Problem> found;
  Unit fresh = read_unit(other.text, unit.place.file, found);
  const bool broken = !found.empty() && found[0].severity == Severity::error;
  const std::string odd = broken ? found[0].sentence : difference(unit, fresh);
  if (!odd.empty()) {
    problems.push_back(
        {unit.place, Severity::error, another_structure(language, odd, "marks, | and {numbers}")});
    return;
  }
  take_over(unit, language, fresh);
  fresh.language = other.translated == other.messages ? language : unit.language;
  fresh.translated = other.translated, fresh.messages = other.messages;
  unit = std::move(fresh);
}

}  // namespace

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
  for (const std::string& word : all_words())
    all["program"].push_back({.id = word, .text = "", .places = {kWordsPlace}});
  for (const Course& course : program.courses) {
    for (const Chapter& chapter : course.chapters) {
      for (const Section& section : chapter.sections) {
        for (const std::string& file : files_of(section))
          add_text(all[chapter.id], TADPOLE_TRY(read_text(program.folder / file)), file);
      }
    }
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
  for (const std::string& word : all_words()) {
    if (all.contains(word)) out.words[word] = all.at(word);
  }
  const Result<std::string> glossary = read_text(program.folder / "glossary.md");
  const Say say = [&](const std::string& message) { return said_in(all, message); };
  if (glossary.ok())
    out.glossary = glossary_of(map_messages(glossary.value(), say), language, problems);
  for (Course& course : out.courses) {
    for (Chapter& chapter : course.chapters) {
      for (Section& section : chapter.sections) {
        for (Unit& unit : section.units)
          translate_unit(unit, program.folder, all, language, problems);
        translate_teach(section, program.folder, all, language, problems);
      }
    }
  }
  return out;
}

void share_keys(Program& written, std::map<std::string, Program>& translated) {
  KeysOfItems all;
  each_typed(written, [&](const std::string& name, Item& item) { all[name][""] = item.keys; });
  for (auto& [language, program] : translated) {
    each_typed(program, [&](const std::string& name, Item& item) {
      if (!item.language.empty()) all[name][item.language] = item.keys;
    });
  }
  const auto tell = [&](const std::string& name, Item& item) {
    if (all[name].size() > 1) item.keys_in = all[name];
  };
  each_typed(written, tell);
  for (auto& [language, program] : translated) each_typed(program, tell);
}

}  // namespace tadpole::learning
