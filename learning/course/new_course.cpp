// SPDX-License-Identifier: Apache-2.0
#include "learning/course/new_course.h"

#include <random>

#include "core/base/text.h"

namespace tadpole::learning {
namespace {

// An id is drawn, not made from the title: the title may change.
std::string drawn_id() {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device chance;
  std::string id = "u";
  for (int i = 0; i < 7; ++i) id += kLetters[chance() % kLetters.size()];
  return id;
}

std::string quoted(const std::string& title) {
  std::string out = "\"";
  for (const char c : title) out += c == '"' ? "'" : std::string(1, c);
  return out + "\"";
}

Outcome check_name(const std::string& name) {
  if (!name.empty() &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos)
    return Done{};
  return wrong_use("'" + name +
                   "' is no name for a file here; use small letters, digits and -, for example "
                   "03-what-a-loss-is");
}

// Enters a name in "key: [a, b]" of a YAML file.
Outcome add_to_list(const Path& file, const std::string& key, const std::string& name) {
  std::string text = TADPOLE_TRY(read_text(file));
  const std::size_t at = text.find(key + ": [");
  const std::size_t end = at == std::string::npos ? at : text.find(']', at);
  if (end == std::string::npos) {
    return wrong_use(file.string() + " has no list '" + key + ": [...]' in one line; enter '" +
                     name + "' there by hand");
  }
  const bool empty = trim(text.substr(at + key.size() + 3, end - at - key.size() - 3)).empty();
  text.insert(end, (empty ? "" : ", ") + name);
  return write_file(file, text);
}

Outcome write_new(const Path& file, const std::string& text) {
  if (std::filesystem::exists(file))
    return wrong_use(file.string() + " is there already; choose another name");
  return write_file(file, text);
}

std::string head(const std::string& title) {
  return "id: " + drawn_id() + "\ntitle: " + quoted(title) + "\n";
}

std::string unit_text(const std::string& title) {
  return "---\n" + head(title) +
         "minutes: 5\nkind: read\nconcepts: []\n---\nOne idea, in a few sentences.\n\n:::item {#q1 "
         "type=single}\nA question about it?\n"
         "[x] The right answer\n[ ] A wrong one -> Why it is wrong.\n? A hint.\n>> Why the right "
         "answer is right.\n:::\n";
}

}  // namespace

Result<NewText> new_unit(const Path& section, const std::string& name, const std::string& title) {
  TADPOLE_TRY(check_name(name));
  if (!std::filesystem::exists(section / "section.yaml"))
    return wrong_use("there is no section.yaml in " + section.string() +
                     "; give the folder of a section");
  const Path file = section / (name + ".md");
  TADPOLE_TRY(write_new(file, unit_text(title)));
  TADPOLE_TRY(add_to_list(section / "section.yaml", "units", name));
  return NewText{file};
}

Result<NewText> new_chapter(const Path& course, const std::string& name, const std::string& title) {
  TADPOLE_TRY(check_name(name));
  if (!std::filesystem::exists(course / "course.yaml"))
    return wrong_use("there is no course.yaml in " + course.string() +
                     "; give the folder of a course");
  const Path folder = course / name;
  TADPOLE_TRY(
      write_new(folder / "chapter.yaml", head(title) + "summary: \"\"\nsections: [01-begin]\n"));
  TADPOLE_TRY(write_new(folder / "01-begin/section.yaml",
                        head("Begin here") + "type: lesson\nunits: []\n"));
  TADPOLE_TRY(add_to_list(course / "course.yaml", "chapters", name));
  return new_unit(folder / "01-begin", "01-first", "The first idea");
}

Result<NewText> new_course(const Path& program, const std::string& name, const std::string& title) {
  TADPOLE_TRY(check_name(name));
  if (!std::filesystem::exists(program / "program.yaml"))
    TADPOLE_TRY(
        write_new(program / "program.yaml", head("My courses") + "languages: [en]\ncourses: []\n"));
  TADPOLE_TRY(write_new(program / name / "course.yaml",
                        head(title) + "summary: \"\"\nhours: 1\nchapters: []\n"));
  TADPOLE_TRY(add_to_list(program / "program.yaml", "courses", name));
  return new_chapter(program / name, "01-welcome", "Welcome");
}

}  // namespace tadpole::learning
