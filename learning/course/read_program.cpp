// SPDX-License-Identifier: Apache-2.0
#include "learning/course/read_program.h"

#include <algorithm>
#include <optional>

#include "core/base/text.h"
#include "learning/course/yaml_map.h"

namespace tadpole::learning {
namespace {

class ProgramReader {
 public:
  explicit ProgramReader(const Path& folder) : folder_(folder) { read_.program.folder = folder; }

  Result<ReadProgram> run() {
    const Result<std::string> head = read_text(folder_ / "program.yaml");
    if (!head.ok()) {
      return wrong_use("there is no program.yaml in " + folder_.string() +
                       "; give a folder of courses, or begin one with 'tadpole course new'");
    }
    YamlMap map(head.value(), "program.yaml", 1, read_.problems);
    Program& program = read_.program;
    program.id = map.needed("id");
    program.title = map.needed("title");
    program.summary = map.text("summary");
    program.licence = map.text("licence");
    program.languages = map.list("languages");
    if (program.languages.empty()) program.languages = {"en"};
    concepts();
    for (const std::string& name : map.list("courses")) course(name);
    map.finish();
    const Result<std::string> glossary = read_text(folder_ / "glossary.md");
    if (glossary.ok())
      program.glossary = read_glossary(glossary.value(), "glossary.md", read_.problems);
    place_turns();
    return std::move(read_);
  }

 private:
  void tell(const std::string& file, int line, const std::string& sentence) {
    read_.problems.push_back({{file, line}, Severity::error, sentence});
  }

  // A name from a list is one folder or file below this one.
  bool is_plain(const std::string& name, const std::string& in) {
    if (!name.empty() && name.find_first_of("/\\") == std::string::npos && name.front() != '.')
      return true;
    tell(in, 1, "'" + name + "' is no name of a folder or a file beside this one");
    return false;
  }

  std::optional<YamlMap> open(const std::string& file) {
    const Result<std::string> text = read_text(folder_ / file);
    if (text.ok()) return YamlMap(text.value(), file, 1, read_.problems);
    tell(file, 1, "the file is missing; write it, or take its folder out of the list");
    return {};
  }

  void concepts() {
    const Result<std::string> text = read_text(folder_ / "concepts.yaml");
    if (!text.ok()) return;
    YamlMap map(text.value(), "concepts.yaml", 1, read_.problems);
    for (YamlMap& entry : map.maps("concepts")) {
      Concept one;
      one.id = entry.needed("id");
      one.name = entry.needed("name");
      one.summary = entry.text("summary");
      one.needs = entry.list("needs");
      entry.finish();
      read_.program.concepts.push_back(one);
    }
    map.finish();
  }

  void course(const std::string& name) {
    if (!is_plain(name, "program.yaml")) return;
    auto map = open(name + "/course.yaml");
    if (!map) return;
    Course course;
    course.id = map->needed("id");
    course.title = map->needed("title");
    course.summary = map->text("summary");
    course.hours = map->number("hours", 0);
    course.topics = map->list("topics");
    for (const std::string& one : map->list("chapters")) chapter(name, one, course);
    map->finish();
    read_.program.courses.push_back(std::move(course));
  }

  void chapter(const std::string& parent, const std::string& name, Course& course) {
    const std::string folder = parent + "/" + name;
    if (!is_plain(name, parent + "/course.yaml")) return;
    auto map = open(folder + "/chapter.yaml");
    if (!map) return;
    Chapter chapter;
    chapter.id = map->needed("id");
    chapter.title = map->needed("title");
    chapter.summary = map->text("summary");
    for (const std::string& one : map->list("sections")) section(folder, one, chapter);
    map->finish();
    course.chapters.push_back(std::move(chapter));
  }

  void section(const std::string& parent, const std::string& name, Chapter& chapter) {
    const std::string folder = parent + "/" + name, file = folder + "/section.yaml";
    if (!is_plain(name, parent + "/chapter.yaml")) return;
    auto map = open(file);
    if (!map) return;
    Section section;
    section.id = map->needed("id");
    section.title = map->needed("title");
    section.type = map->text("type", "lesson");
    const std::vector<std::string> types = {"lesson", "lab", "quiz", "test"};
    if (std::find(types.begin(), types.end(), section.type) == types.end())
      tell(file, 1,
           "the type is '" + section.type + "'" + did_you_mean(section.type, types) +
               "; take one of " + join(types, ", "));
    section.folder = folder;
    section.track = map->text("track", section.type == "test" ? "certificate" : "practice");
    if (section.track != "certificate" && section.track != "practice")
      tell(file, 1, "the track is '" + section.track + "'; take certificate or practice");
    section.weight = map->number("weight", 0);
    section.due_days = static_cast<int>(map->number("due_days", 0));
    for (const std::string& one : map->list("units")) {
      if (!is_plain(one, file)) continue;
      const std::string unit_file = folder + "/" + one + ".md";
      const Result<std::string> text = read_text(folder_ / unit_file);
      if (!text.ok()) {
        tell(file, 1,
             "the unit '" + one + "' has no file " + unit_file +
                 "; write it, or take it out of the list");
        continue;
      }
      section.units.push_back(read_unit(text.value(), unit_file, read_.problems));
      section.units.back().language = read_.program.languages.front();
    }
    map->finish();
    const std::string teach_file = folder + "/" + kTeachFile;
    const Result<std::string> teach = read_text(folder_ / teach_file);
    if (teach.ok()) read_teach_page(teach.value(), teach_file, section, read_.problems);
    section.teach_language = read_.program.languages.front();
    chapter.sections.push_back(std::move(section));
  }

  // Of each concept: where it is taught. A unit without a turn has that of its course.
  void place_turns() {
    for (std::size_t c = 0; c < read_.program.courses.size(); ++c) {
      const Course& course = read_.program.courses[c];
      for (const Chapter& chapter : course.chapters) {
        for (const Section& section : chapter.sections) {
          for (const Unit& unit : section.units) place_unit(course, unit, static_cast<int>(c) + 1);
        }
      }
    }
    for (Concept& one : read_.program.concepts)
      std::stable_sort(one.turns.begin(), one.turns.end(),
                       [](const Turn& a, const Turn& b) { return a.turn < b.turn; });
  }

  void place_unit(const Course& course, const Unit& unit, int turn) {
    for (const std::string& id : unit.concepts) {
      for (Concept& one : read_.program.concepts) {
        if (one.id == id)
          one.turns.push_back({course.id, unit.id, unit.turn > 0 ? unit.turn : turn});
      }
    }
  }

  Path folder_;
  ReadProgram read_;
};

}  // namespace

Program::At Program::find(const std::string& unit) const {
  for (const At& at : units()) {
    if (at.unit->id == unit) return at;
  }
  return {};
}

std::vector<Program::At> Program::units() const {
  std::vector<At> all;
  for (const Course& course : courses) {
    for (const Chapter& chapter : course.chapters) {
      for (const Section& section : chapter.sections) {
        for (const Unit& unit : section.units) all.push_back({&course, &chapter, &section, &unit});
      }
    }
  }
  return all;
}

const Concept* Program::concept_of(const std::string& wanted) const {
  const auto at = std::find_if(concepts.begin(), concepts.end(),
                               [&](const Concept& one) { return one.id == wanted; });
  return at == concepts.end() ? nullptr : &*at;
}

std::string text_of(const Problem& problem) {
  return problem.place.file + ":" + std::to_string(problem.place.line) +
         (problem.severity == Severity::error ? ": error: " : ": warning: ") + problem.sentence;
}

Result<ReadProgram> read_program(const Path& folder) { return ProgramReader(folder).run(); }

}  // namespace tadpole::learning
