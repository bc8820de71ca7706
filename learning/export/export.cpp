// SPDX-License-Identifier: Apache-2.0
#include "learning/export/export.h"

#include <algorithm>

#include "core/base/text.h"
#include "learning/course/translate.h"
#include "learning/export/format.h"
#include "learning/export/place.h"

namespace tadpole::learning {

#define TADPOLE_ENTRY(name) std::unique_ptr<Format> make_format_##name();
#include "learning/export/formats/formats.inc"
#undef TADPOLE_ENTRY

std::unique_ptr<Format> make_format(const std::string& name) {
#define TADPOLE_ENTRY(entry) \
  if (name == #entry) return make_format_##entry();
#include "learning/export/formats/formats.inc"
#undef TADPOLE_ENTRY
  return nullptr;
}

std::vector<std::pair<std::string, std::string>> export_formats() {
  return {
#define TADPOLE_ENTRY(entry) {#entry, make_format_##entry()->help()},
#include "learning/export/formats/formats.inc"
#undef TADPOLE_ENTRY
  };
}

std::vector<Program::At> units_of(const ExportJob& job) {
  std::vector<Program::At> units = job.program.units();
  std::erase_if(units, [&](const Program::At& at) { return at.course != &job.course; });
  return units;
}

Outcome step(const ExportJob& job, std::int64_t done, const Unit& unit) {
  job.progress.update(done, unit.title);
  if (job.progress.stop_requested())
    return Error{"stopped; nothing was written", ErrorKind::cancelled};
  return Done{};
}

Result<std::string> asset_of(const ExportJob& job, const std::string& name) {
  const Result<std::string> bytes = read_text(job.program.folder / "assets" / name);
  if (bytes.ok()) return bytes;
  return Error{"the course shows assets/" + name +
               ", which is not there; 'tadpole course check' says where"};
}

namespace {

std::string names_of(const std::vector<std::pair<std::string, std::string>>& formats) {
  std::vector<std::string> names;
  names.reserve(formats.size());
  for (const auto& [name, help] : formats) names.push_back(name);
  return join(names, ", ");
}

Result<std::unique_ptr<Format>> format_named(const std::string& name) {
  std::unique_ptr<Format> format = make_format(name);
  if (format) return format;
  std::vector<std::string> names;
  for (const auto& [one, help] : export_formats()) names.push_back(one);
  return wrong_use("there is no format '" + name + "'" + did_you_mean(name, names) +
                   "; take one of " + names_of(export_formats()));
}

Result<const Course*> course_named(const Program& program, const std::string& id) {
  std::vector<std::string> ids;
  for (const Course& course : program.courses) {
    if (course.id == id || (id.empty() && program.courses.size() == 1)) return &course;
    ids.push_back(course.id);
  }
  if (ids.empty()) return wrong_use("there is no course in this program; write one first");
  const std::string list = join(ids, ", ");
  return wrong_use(id.empty() ? "there are several courses; say which one: --course " + list
                              : "there is no course '" + id + "'" + did_you_mean(id, ids) +
                                    "; take one of " + list);
}

// What was read wrongly would be missing in what is exported.
Outcome must_be_whole(const std::vector<Problem>& problems) {
  const auto is_error = [](const Problem& one) { return one.severity == Severity::error; };
  const auto first = std::find_if(problems.begin(), problems.end(), is_error);
  if (first == problems.end()) return Done{};
  const auto more = std::count_if(first + 1, problems.end(), is_error);
  return Error{text_of(*first) +
               (more > 0 ? " (and " + std::to_string(more) + " more mistakes)" : "") +
               "; mend the courses first, 'tadpole course check' lists all"};
}

// The program as it is exported: in the wanted language, which then stands first.
Result<Program> in_language(const Program& program, const std::string& language) {
  if (language.empty() || language == program.languages.front()) return program;
  const std::vector<std::string> there = translated_languages(program.folder);
  if (std::find(there.begin(), there.end(), language) == there.end())
    return wrong_use("the courses are not translated into '" + language + "'; there is " +
                     (there.empty() ? "no translation" : join(there, ", ")));
  std::vector<Problem> problems;
  Program translated = translated_program(program, language, problems);
  TADPOLE_TRY(must_be_whole(problems));
  translated.languages.insert(translated.languages.begin(), language);
  return translated;
}

}  // namespace

Result<Exported> export_course(const ReadProgram& read, const ExportOptions& options,
                               Progress& progress) {
  const auto format = TADPOLE_TRY(format_named(options.format));
  TADPOLE_TRY(must_be_whole(read.problems));
  const Program program = TADPOLE_TRY(in_language(read.program, options.language));
  const Course* const course = TADPOLE_TRY(course_named(program, options.course));
  TADPOLE_TRY(check_place(options.output, format->shape()));
  Exported made;
  const ExportJob job = {program, *course, options, progress, made.remarks};
  made.units = static_cast<int>(units_of(job).size());
  progress.begin("export " + course->title, made.units);
  Result<FileSet> files = format->files(job);
  progress.end();
  if (!files.ok()) return files.error();
  made.place = TADPOLE_TRY(put(files.value(), job, format->shape()));
  made.files = files.value().size();
  for (const auto& [name, bytes] : files.value()) made.bytes += bytes.size();
  return made;
}

}  // namespace tadpole::learning
