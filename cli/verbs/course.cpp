// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "cli/verb.h"
#include "core/base/text.h"
#include "learning/course/new_course.h"
#include "learning/course/read_program.h"
#include "learning/course/seal.h"
#include "learning/course/translate.h"
#include "learning/export/export.h"
#include "server/pages/pages.h"

namespace tadpole {

extern const char* const course_verb_help;
const char* const course_verb_help =
    "check courses that are written as text, begin one, or take one away as pages, PDF, Open edX";

namespace {

struct CourseOptions {
  std::string action, what, place, title = "A title", passphrase_file, language;
  std::string course, format = "site", output;
};

Result<VerbResult> check(const Path& folder) {
  const learning::ReadProgram read = TADPOLE_TRY(learning::read_program(folder));
  const std::vector<learning::Problem> problems = learning::check_program(read);
  VerbResult result;
  result.json = {{"units", read.program.units().size()}, {"problems", nlohmann::json::array()}};
  for (const learning::Problem& one : problems) {
    const bool error = one.severity == learning::Severity::error;
    result.json["problems"].push_back({{"file", one.place.file},
                                       {"line", one.place.line},
                                       {"severity", error ? "error" : "warning"},
                                       {"message", one.sentence}});
    result.text += text_of(one) + "\n";
  }
  const auto errors = std::count_if(
      problems.begin(), problems.end(),
      [](const learning::Problem& one) { return one.severity == learning::Severity::error; });
  if (errors > 0)
    return Error{result.text + std::to_string(errors) + (errors == 1 ? " error" : " errors") +
                 " in " + folder.string()};
  result.text +=
      std::to_string(read.program.units().size()) + " units in " + folder.string() + ", no error\n";
  return result;
}

Result<VerbResult> begin(const CourseOptions& given) {
  const Path place = given.place;
  const std::string name = place.filename().string();
  const Path parent = place.parent_path().empty() ? Path(".") : place.parent_path();
  const auto made = given.what == "unit"      ? learning::new_unit(parent, name, given.title)
                    : given.what == "chapter" ? learning::new_chapter(parent, name, given.title)
                    : given.what == "course"
                        ? learning::new_course(parent, name, given.title)
                        : Result<learning::NewText>(wrong_use(
                              "'" + given.what + "' cannot be begun; say unit, chapter or course"));
  if (!made.ok()) return made.error();
  const std::string file = made.value().file.string();
  return VerbResult{.json = {{"file", file}}, .text = "written: " + file + "\n"};
}

// Never on the command line, where others see it and the shell keeps it.
Result<std::string> passphrase_of(const CourseOptions& given) {
  const char* set = std::getenv("TADPOLE_PASSPHRASE");
  if (given.passphrase_file.empty() && set) return std::string(set);
  if (given.passphrase_file.empty())
    return wrong_use(
        "sealing takes a passphrase; write it into a file and give "
        "--passphrase-file FILE, or set TADPOLE_PASSPHRASE");
  return trim(TADPOLE_TRY(read_text(given.passphrase_file)));
}

Result<VerbResult> seal(const CourseOptions& given) {
  if (given.what.empty() || given.place.empty())
    return wrong_use("say which test of which courses: tadpole course " + given.action +
                     " courses c1exam");
  const std::string passphrase = TADPOLE_TRY(passphrase_of(given));
  const bool sealing = given.action == "seal";
  const int count =
      TADPOLE_TRY(sealing ? learning::seal_section(given.what, given.place, passphrase)
                          : learning::unseal_section(given.what, given.place, passphrase));
  return VerbResult{.json = {{"questions", count}, {"section", given.place}},
                    .text = std::to_string(count) +
                            (sealing ? " questions sealed; their keys are in keys.sealed beside "
                                       "section.yaml\n"
                                     : " questions have their keys again; seal them before you "
                                       "publish\n")};
}

Result<VerbResult> translate(const CourseOptions& given) {
  if (given.language.empty())
    return wrong_use("say which language: tadpole course translate courses --language es");
  const Path folder = given.what.empty() ? "courses" : given.what;
  const learning::ReadProgram read = TADPOLE_TRY(learning::read_program(folder));
  const auto done = TADPOLE_TRY(learning::update_translations(read.program, given.language));
  const std::string place = (folder / "i18n" / given.language).string();
  return VerbResult{
      .json = {{"folder", place}, {"messages", done.messages}, {"translated", done.translated}},
      .text = place + ": " + std::to_string(done.translated) + " of " +
              std::to_string(done.messages) +
              " texts are translated; fill the empty ones with an editor for PO "
              "files, then see 'tadpole course check'\n"};
}

// The courses inside the program, unpacked for as long as this lives.
class BuiltInCourses {
 public:
  static Result<std::unique_ptr<BuiltInCourses>> unpack() {
    std::string place = (std::filesystem::temp_directory_path() / "tadpole-XXXXXX").string();
    if (!::mkdtemp(place.data()))
      return Error{"cannot make a folder like " + place + " to unpack the courses in"};
    std::unique_ptr<BuiltInCourses> courses(new BuiltInCourses(place));
    TADPOLE_TRY(server::built_in_courses().unpack(courses->folder_));
    return courses;
  }
  ~BuiltInCourses() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }
  BuiltInCourses(const BuiltInCourses&) = delete;
  BuiltInCourses& operator=(const BuiltInCourses&) = delete;
  const Path& folder() const { return folder_; }

 private:
  explicit BuiltInCourses(Path folder) : folder_(std::move(folder)) {}
  Path folder_;
};

Result<VerbResult> take_away(const CourseOptions& given, Progress& progress) {
  if (given.output.empty())
    return wrong_use(
        "say where the export shall go: tadpole course export --format site --output my-site");
  std::unique_ptr<BuiltInCourses> built_in;
  if (given.what.empty()) built_in = TADPOLE_TRY(BuiltInCourses::unpack());
  const learning::ReadProgram read =
      TADPOLE_TRY(learning::read_program(built_in ? built_in->folder() : Path(given.what)));
  const learning::ExportOptions options = {
      .course = given.course,
      .format = given.format,
      .language = given.language,
      .output = given.output,
      .katex = TADPOLE_TRY(server::katex_in(server::web_pages()))};
  if (options.katex.empty())
    progress.say(
        "This program was built without its pages, and so without KaTeX: formulas are shown as "
        "TeX.");
  const learning::Exported made = TADPOLE_TRY(learning::export_course(read, options, progress));
  VerbResult result;
  result.json = {{"place", made.place.string()},
                 {"format", given.format},
                 {"units", made.units},
                 {"files", made.files},
                 {"remarks", made.remarks}};
  for (const std::string& remark : made.remarks) result.text += remark + "\n";
  result.text += "written: " + made.place.string() + " (" + std::to_string(made.units) +
                 " units, " + std::to_string(made.files) +
                 (made.files == 1 ? " file)\n" : " files)\n");
  return result;
}

std::string format_help() {
  std::string help = "of what is exported:";
  for (const auto& [name, what] : learning::export_formats()) help += "\n" + name + ": " + what;
  return help;
}

}  // namespace

void add_course_verb(Verb& verb) {
  auto given = std::make_shared<CourseOptions>();
  CLI::App& command = verb.command();
  command
      .add_option("action", given->action,
                  "check FOLDER, new unit|chapter|course PLACE, seal|unseal FOLDER TEST, "
                  "translate FOLDER --language TAG, or export [FOLDER] --output PLACE")
      ->required();
  command.add_option("what", given->what,
                     "the folder to check (default: courses) or to export (default: the courses "
                     "inside this program), or what to begin");
  command.add_option(
      "place", given->place,
      "where: the folder of the parent and the new name, e.g. courses/1-a/02-b/01-c/03-new");
  command.add_option("--title", given->title, "title of what is begun")->capture_default_str();
  command
      .add_option("--language", given->language,
                  "to translate into, or of what is exported: es, pt-BR")
      ->type_name("TAG");
  command
      .add_option("--passphrase-file", given->passphrase_file,
                  "file with the passphrase of sealed keys (or set TADPOLE_PASSPHRASE)")
      ->type_name("FILE");
  command.add_option("--course", given->course, "id of the course to export, e.g. fundamentals");
  command.add_option("--format", given->format, format_help())->capture_default_str();
  command.add_option("--output", given->output, "where the export goes; nothing may be there yet")
      ->type_name("PLACE");
  verb.does([given](Progress& progress) -> Result<VerbResult> {
    if (given->action == "check") return check(given->what.empty() ? "courses" : given->what);
    if (given->action == "seal" || given->action == "unseal") return seal(*given);
    if (given->action == "translate") return translate(*given);
    if (given->action == "export") return take_away(*given, progress);
    if (given->action != "new")
      return wrong_use(
          "'" + given->action +
          "' is nothing to do with a course; say check, new, seal, unseal, translate or export");
    if (given->place.empty())
      return wrong_use(
          "say what to begin and where: tadpole course new unit courses/1-a/02-b/01-c/03-new");
    return begin(*given);
  });
}

}  // namespace tadpole
