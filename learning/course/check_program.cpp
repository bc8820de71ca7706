// SPDX-License-Identifier: Apache-2.0
// The linter: what can only be seen with the whole program at hand.
#include <algorithm>
#include <functional>
#include <set>

#include "core/base/text.h"
#include "learning/course/exercise.h"
#include "learning/course/read_program.h"
#include "learning/course/seal.h"
#include "learning/course/translate.h"
#include "learning/course/words.h"

namespace tadpole::learning {
namespace {

class Linter {
 public:
  Linter(const ReadProgram& read, Depth depth)
      : program_(read.program), problems_(read.problems), depth_(depth) {}

  std::vector<Problem> run() {
    ids();
    concepts();
    for (const Program::At& at : program_.units()) unit(*at.unit);
    for_sections(program_, [this](const Section& one, const Chapter&) { teach_page(one); });
    glossary();
    tests();
    files();
    check_assets(program_.folder, problems_);
    translations();
    return std::move(problems_);
  }

 private:
  void tell(const Place& place, const std::string& sentence, Severity severity = Severity::error) {
    problems_.push_back({place, severity, sentence});
  }

  void ids() {
    std::map<std::string, std::string> seen;
    const auto once = [&](const std::string& id, const std::string& what, const Place& place) {
      const auto [at, fresh] = seen.try_emplace(id, what);
      if (!fresh && !id.empty())
        tell(place, "the id '" + id + "' is that of " + at->second +
                        " too; a copy needs an id of its own");
    };
    for (const Course& course : program_.courses) {
      once(course.id, "the course '" + course.title + "'", {"program.yaml", 1});
      for (const Chapter& chapter : course.chapters) {
        once(chapter.id, "the chapter '" + chapter.title + "'", {"program.yaml", 1});
        for (const Section& section : chapter.sections) {
          once(section.id, "the section '" + section.title + "'", {"program.yaml", 1});
          for (const Unit& one : section.units) once(one.id, one.place.file, one.place);
        }
      }
    }
  }

  void concepts() {
    const Place place = {"concepts.yaml", 1};
    std::vector<std::string> known;
    for (const Concept& one : program_.concepts) known.push_back(one.id);
    for (const Concept& one : program_.concepts) {
      for (const std::string& need : one.needs) {
        if (!program_.concept_of(need))
          tell(place, "the concept '" + one.id + "' needs '" + need + "', which there is not" +
                          did_you_mean(need, known));
      }
      if (one.turns.empty())
        tell(place,
             "the concept '" + one.id +
                 "' is taught by no unit; name it in a unit's concepts, or remove it",
             Severity::warning);
    }
    ring();
    std::set<std::string> taught;
    for (const Program::At& at : program_.units()) {
      for (const std::string& id : at.unit->concepts) {
        const Concept* one = program_.concept_of(id);
        if (!one) {
          tell(at.unit->place, "there is no concept '" + id + "'" + did_you_mean(id, known) +
                                   "; add it to concepts.yaml");
          continue;
        }
        for (const std::string& need : one->needs) {
          const Concept* needed = program_.concept_of(need);
          const bool here = std::find(at.unit->concepts.begin(), at.unit->concepts.end(), need) !=
                            at.unit->concepts.end();
          if (needed && needed->turns.empty() && !here)
            tell(at.unit->place,
                 "'" + id + "' needs '" + need + "', which no unit teaches: it cannot be reached");
        }
        taught.insert(id);
      }
    }
  }

  void ring() {
    std::map<std::string, int> state;  // 1: on the way, 2: done
    const std::function<bool(const std::string&)> visit = [&](const std::string& id) {
      if (state[id] == 2) return false;
      if (state[id] == 1) return true;
      state[id] = 1;
      const Concept* one = program_.concept_of(id);
      for (const std::string& need : one ? one->needs : std::vector<std::string>()) {
        if (!visit(need)) continue;
        tell({"concepts.yaml", 1}, "'" + id + "' and '" + need +
                                       "' need each other, round in a ring; cut one of the needs");
        break;
      }
      state[id] = 2;
      return false;
    };
    for (const Concept& one : program_.concepts) visit(one.id);
  }

  void unit(const Unit& unit) {
    if (program_.languages.front() == "en") check_reading(unit, problems_);
    if (unit.blocks.empty())
      tell(unit.place, "the unit is empty; write something under its head", Severity::warning);
    for (const Block& block : unit.blocks) {
      links(block);
      for (const char* option : {"src", "audio", "captions", "poster"}) {
        const std::string file = block.option(option);
        if (!file.empty() && block.kind != "lab" && block.kind != "explorable")
          asset(file, block.place);
      }
      if (block.kind == "recap" && !program_.concept_of(block.option("concept")))
        tell(block.place,
             "there is no concept '" + block.option("concept") + "'; see concepts.yaml");
      if (block.kind == "code" && block.data.value("language", "") == "python" &&
          depth_ == Depth::code)
        python(block);
    }
  }

  void asset(const std::string& name, const Place& place) {
    if (!std::filesystem::exists(program_.folder / "assets" / name))
      tell(place, "there is no file assets/" + name + "; add it, or correct the name");
  }

  template <class F>
  static void for_sections(const Program& program, const F& f) {
    for (const Course& course : program.courses) {
      for (const Chapter& chapter : course.chapters) {
        for (const Section& section : chapter.sections) f(section, chapter);
      }
    }
  }

  void teach_page(const Section& section) {
    if (section.teach_place.file.empty()) return;
    check_teach_page(section, problems_);
    links(section.teach_text, section.teach_place);
  }

  void links(const Block& block) {
    links(block.body, {block.place.file, block.place.line + (block.kind == "text" ? 0 : 1)});
  }

  // first: where the text begins.
  void links(const std::string& text, const Place& first) {
    for (const Link& link : links_in(text)) {
      const Place place = {first.file, first.line + link.line - 1};
      if (link.kind == Link::Kind::html) {
        tell(place, "HTML is not passed on to the page ('" + link.url.substr(0, 30) +
                        "'); write Markdown");
      } else if (link.kind == Link::Kind::picture) {
        if (link.text.empty())
          tell(place,
               "a picture has no words for those who do not see it; write ![what it shows](" +
                   link.url + ")");
        if (link.url.find(':') == std::string::npos) asset(link.url, place);
      } else if (link.url.starts_with("unit:")) {
        if (!program_.find(link.url.substr(5)).unit)
          tell(place, "there is no unit '" + link.url.substr(5) + "' to link to");
      } else if (link.url.starts_with("concept:")) {
        if (!program_.concept_of(link.url.substr(8)))
          tell(place, "there is no concept '" + link.url.substr(8) + "' to link to");
      } else if (link.url.find(':') == std::string::npos && !link.url.starts_with("#")) {
        asset(link.url, place);
      }
    }
  }

  void glossary() {
    for (const Term& one : program_.glossary) links(one.text, one.place);
  }

  // The solution must pass its own tests; it runs in a sandbox, for the author may be anybody.
  // Cost: a start of Python for each exercise.
  void python(const Block& block) {
    const Result<ExerciseRun> run =
        run_exercise(block.sealed.value("solution", ""), block.data.value("tests", Json::array()),
                     block.data.value("starter", ""));
    if (!run.ok()) {
      if (told_.insert(run.error().message).second)
        tell(block.place, "code was not run: " + run.error().message, Severity::warning);
      return;
    }
    if (!run.value().message.empty())
      tell(block.place, "the solution does not run: " + run.value().message);
    for (const ExerciseTest& test : run.value().tests) {
      if (test.status != "pass")
        tell(block.place, "the solution fails its test '" + test.name + "': " + test.message);
    }
  }

  // Keys of a test that anybody can read who has the text.
  void tests() {
    const Section* last = nullptr;
    for (const Program::At& at : program_.units()) {
      if (at.section->type != "test" || at.section == last) continue;
      last = at.section;
      if (open_keys_of(*at.section).empty()) continue;
      tell({at.section->folder + "/section.yaml", 1},
           "the keys of this test stand open in its text; before you publish it: tadpole course "
           "seal <courses> " +
               at.section->id,
           Severity::warning);
    }
  }

  // Those that stand around an exported course.
  void words(const Program& translated, const std::string& language) {
    std::vector<std::string> missing;
    for (const std::string& word : all_words()) {
      if (!translated.words.contains(word)) missing.push_back("'" + word + "'");
    }
    if (missing.empty()) return;
    const std::string file = "i18n/" + language + "/program.po";
    tell({file, 1},
         std::to_string(missing.size()) + " of " + std::to_string(all_words().size()) +
             " words of exported pages are not translated into " + language + ": " +
             join(missing, ", ") + "; run 'tadpole course translate' and finish " + file,
         Severity::warning);
  }

  void whole(const Place& place, int translated, int messages, const std::string& language,
             const std::string& chapter) {
    if (translated == messages) return;
    tell(place,
         std::to_string(messages - translated) + " of " + std::to_string(messages) +
             " texts are not translated into " + language + "; finish i18n/" + language + "/" +
             chapter + ".po",
         Severity::warning);
  }

  // Every language of the program and of i18n/ is in both, its PO files can be read, and a unit
  // that was begun is translated whole.
  void translations() {
    const std::vector<std::string> there = translated_languages(program_.folder);
    for (const std::string& language : program_.languages) {
      if (language == program_.languages.front()) continue;  // the one it is written in
      if (std::find(there.begin(), there.end(), language) == there.end())
        tell({"program.yaml", 1}, "there is no folder i18n/" + language +
                                      "; make it with 'tadpole course translate', or take the "
                                      "language out of the list");
    }
    for (const std::string& language : there) {
      if (std::find(program_.languages.begin(), program_.languages.end(), language) ==
          program_.languages.end())
        tell({"program.yaml", 1}, "i18n/" + language + " is there, but '" + language +
                                      "' is not in the languages; add it");
      const Program translated = translated_program(program_, language, problems_);
      words(translated, language);
      for_sections(translated, [&](const Section& section, const Chapter& chapter) {
        for (const Unit& one : section.units)
          whole(one.place, one.translated, one.messages, language, chapter.id);
        whole(section.teach_place, section.teach_translated, section.teach_messages, language,
              chapter.id);
      });
    }
  }

  // Units that no section names, teachers' pages of no section.
  void files() {
    std::set<std::string> listed;
    for (const Program::At& at : program_.units()) listed.insert(at.unit->place.file);
    for_sections(program_, [&](const Section& one, const Chapter&) {
      listed.insert(one.folder + "/" + kTeachFile);
    });
    std::error_code error;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(program_.folder, error)) {
      const std::string file =
          std::filesystem::relative(entry.path(), program_.folder, error).string();
      const bool unit = entry.path().extension() == ".md" && file.find('/') != std::string::npos &&
                        !file.starts_with("assets/") && !file.starts_with("i18n/");
      if (!unit || listed.contains(file)) continue;
      tell({file, 1},
           entry.path().filename() == kTeachFile
               ? "this teacher's page belongs to no section; put it beside the section.yaml of a "
                 "section that its chapter lists"
               : "no section lists this unit; add its name to the units of section.yaml beside "
                 "it");
    }
  }

  const Program& program_;
  std::vector<Problem> problems_;
  std::set<std::string> told_;  // why code was not run, each reason once
  Depth depth_;
};

}  // namespace

std::vector<Problem> check_program(const ReadProgram& read, Depth depth) {
  return Linter(read, depth).run();
}

}  // namespace tadpole::learning
