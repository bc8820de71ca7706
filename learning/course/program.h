// SPDX-License-Identifier: Apache-2.0
// A program of courses as it was read from text: program > course > chapter > section > unit >
// block, and the graph of concepts beside it. Which header to open first: this one, then
// read_program.h.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "learning/quiz/item.h"

namespace tadpole::learning {

struct Place {
  std::string file;  // relative to the program's folder
  int line = 0;
};

struct Block {
  std::string id;        // permanent, unique in its unit: "q3"; a plain text: made from its content
  std::string kind;      // a file of learning/course/blocks: "text", "item", "lab", ...
  std::string revision;  // 12 hex digits of the text's hash
  std::vector<std::pair<std::string, std::string>> options;
  std::string body;            // as written
  Json data = Json::object();  // for the page; holds no keys
  Json sealed =
      Json::object();  // solutions, tests of code: stay on the server until a policy opens them
  std::vector<Item> items;  // of an item, a survey, a placement
  std::string plain_text;   // for the search
  Place place;

  std::string option(const std::string& name) const;  // "" when absent
};

struct Unit {
  std::string id, title, kind;  // kind: watch, read, try, practise, discuss, test
  int minutes = 0;
  bool optional = false;
  int turn = 0;  // of the spiral, 1 to 4; 0: derived from its course
  std::vector<std::string> concepts;
  std::vector<Block> blocks;
  Place place;
  std::string language = {};         // of its words: as written, or of a whole translation
  int translated = 0, messages = 0;  // of a translation
};
struct Section {
  std::string id, title, type;  // lesson, lab, quiz, test
  std::string track = {};       // certificate, practice: what its result counts for
  std::string folder = {};      // relative to the program's
  double weight = 0;
  int due_days = 0;  // after the start of the class; 0: none
  std::vector<Unit> units;
  // The teacher's page, teach.md beside section.yaml: how to teach it, with answers. Not for
  // learners.
  std::string teach_html = {};  // "": there is none
  int teach_minutes = 0;
  std::string teach_text = {};                   // as written, under its head
  Place teach_place = {};                        // of the first line of teach_text
  std::string teach_language = {};               // of its words, as of a unit's
  int teach_translated = 0, teach_messages = 0;  // of a translation
};
struct Chapter {
  std::string id, title, summary;
  std::vector<Section> sections;
};
struct Course {
  std::string id, title, summary;
  double hours = 0;
  std::vector<Chapter> chapters;
  std::vector<std::string> topics = {};  // of its conversations, besides the general one
};

struct Turn {
  std::string course, unit;
  int turn = 1;
};
struct Concept {
  std::string id, name, summary;
  std::vector<std::string> needs;
  std::vector<Turn> turns;  // where it is taught, earliest first
};

// A line of glossary.md.
struct Term {
  std::string term;
  std::vector<std::string> forms = {};  // that pages mark in prose; none: the term itself
  std::string text, html;               // its explanation, as written and inline
  Place place;
};

struct Program {
  std::string id, title, summary;
  std::vector<std::string> languages = {"en"};  // never empty; the first: as it was written
  std::string licence = {};  // of the texts, for who reads them elsewhere: "CC BY 4.0"
  std::vector<Course> courses;
  std::vector<Concept> concepts;
  std::vector<Term> glossary;
  std::map<std::string, std::string> words = {};  // of words.h, in the language; none: English
  Path folder;

  // Where a unit stands. Pointers into this program.
  struct At {
    const Course* course = nullptr;
    const Chapter* chapter = nullptr;
    const Section* section = nullptr;
    const Unit* unit = nullptr;
  };
  At find(const std::string& unit) const;  // unit == nullptr: there is none
  std::vector<At> units() const;           // in reading order
  const Concept* concept_of(const std::string& id) const;
};

enum class Severity : std::uint8_t { error, warning };
struct Problem {
  Place place;
  Severity severity = Severity::error;
  std::string sentence;
};
// "1-fundamentals/01-welcome/x.md:12: error: ..."
std::string text_of(const Problem& problem);

}  // namespace tadpole::learning
