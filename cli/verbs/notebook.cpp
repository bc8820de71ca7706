// SPDX-License-Identifier: Apache-2.0
#include "learning/notebook/notebook.h"

#include "cli/verb.h"

namespace tadpole {

extern const char* const notebook_verb_help;
const char* const notebook_verb_help = "make a notebook of a lesson, or a lesson of a notebook";

namespace {

using learning::Notebook;
using learning::NotebookFor;

struct NotebookOptions {
  std::string from, to;
  bool solutions = false, replace = false;
};

Result<std::string> converted(const NotebookOptions& given) {
  const std::string text = TADPOLE_TRY(read_text(given.from));
  const bool lesson = Path(given.from).extension() == ".md";
  if (lesson && Path(given.to).extension() == ".ipynb") {
    const auto whom = given.solutions ? NotebookFor::authors : NotebookFor::learners;
    return learning::notebook_text(learning::notebook_of_lesson(text, whom));
  }
  if (Path(given.from).extension() != ".ipynb" || Path(given.to).extension() != ".md")
    return wrong_use("from '" + given.from + "' to '" + given.to +
                     "' is no way; give a lesson (.md) and a notebook (.ipynb), in either order");
  const Notebook notebook = TADPOLE_TRY(learning::read_notebook(text, given.from));
  return learning::lesson_of_notebook(notebook, Path(given.from).stem().string());
}

Result<VerbResult> convert(const NotebookOptions& given) {
  const std::string text = TADPOLE_TRY(converted(given));
  std::error_code code;
  if (!given.replace && std::filesystem::exists(given.to, code))
    return wrong_use(given.to + " is there already; add --replace, or choose another name");
  TADPOLE_TRY(write_file(given.to, text));
  return VerbResult{.json = {{"file", given.to}, {"bytes", text.size()}},
                    .text = "written: " + given.to + "\n"};
}

}  // namespace

void add_notebook_verb(Verb& verb) {
  auto given = std::make_shared<NotebookOptions>();
  CLI::App& command = verb.command();
  command.add_option("from", given->from, "a lesson (.md) or a notebook (.ipynb)")->required();
  command.add_option("to", given->to, "the other one")->required();
  command.add_flag("--solutions", given->solutions,
                   "a notebook for authors: solutions are cells too");
  command.add_flag("--replace", given->replace, "write over a file that is there");
  verb.does([given](Progress&) { return convert(*given); });
}

}  // namespace tadpole
