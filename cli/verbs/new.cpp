// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/verb.h"
#include "core/base/text.h"
#include "workflow/base_model.h"
#include "workflow/task.h"

namespace tadpole {

extern const char* const new_verb_help;
const char* const new_verb_help = "make a project: a folder with a commented recipe";

namespace {

std::string template_list() {
  std::string text = "What a project can learn (--template):\n";
  for (const std::string& name : template_names())
    text += fmt::format("  {:<14} {}\n", name, task_of(name).help());
  return text;
}

}  // namespace

void add_new_verb(Verb& verb) {
  struct Given {
    std::string folder, kind = "keyword", words, base;
    std::uint64_t seed = 1;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = verb.command();
  command.footer(template_list());
  command.add_option("project", given->folder, "the folder to make")
      ->required()
      ->type_name("PROJECT");
  command.add_option("--template", given->kind, "what the project learns [default: keyword]");
  const CLI::Option* words =
      command.add_option("--words", given->words, "keyword: the words, e.g. yes,no")
          ->type_name("A,B,...");
  command.add_option("--base", given->base,
                     "transfer learning: a model.tadpole, a .tflite file, or one of: " +
                         join(backbone_names(), ", "));
  command.add_option("--seed", given->seed, "seed of everything random [default: 1]")
      ->type_name("N");
  verb.does([given, words](Progress&) -> Result<VerbResult> {
    Recipe recipe = TADPOLE_TRY(template_recipe(given->kind));
    const bool keyword = given->kind == "keyword";
    if (!keyword && words->count() > 0) {
      return wrong_use("--words names keywords, a project of template " + given->kind +
                       " has none; leave it out");
    }
    if (keyword && words->count() == 0)
      return wrong_use("no keyword is given; name at least one, e.g. --words yes,no");
    for (const std::string& word : keyword ? split(given->words, ',') : std::vector<std::string>())
      recipe.project.words.push_back(trim(word));
    recipe.project.seed = given->seed;
    if (!given->base.empty()) TADPOLE_TRY(start_on_base(recipe, given->base));
    if (keyword) TADPOLE_TRY(check_words(recipe.project.words));
    const Project project = TADPOLE_TRY(Project::create(given->folder, recipe));
    VerbResult result;
    const std::string file = (project.folder() / "tadpole.toml").string();
    result.json = {{"project", given->folder}, {"recipe", file}, {"template", given->kind}};
    if (keyword) result.json["words"] = recipe.project.words;
    result.text =
        fmt::format("wrote {}\nnext: {}", file, task_of(given->kind).next_step(given->folder));
    return result;
  });
}

}  // namespace tadpole
