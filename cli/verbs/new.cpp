// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/verb.h"
#include "core/base/text.h"

namespace tadpole {

extern const char* const new_verb_help;
const char* const new_verb_help = "make a project: a folder with a commented recipe";

void add_new_verb(Verb& verb) {
  struct Given {
    std::string folder, kind = "keyword", words;
    std::uint64_t seed = 1;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = verb.command();
  command.add_option("project", given->folder, "the folder to make")
      ->required()
      ->type_name("PROJECT");
  command.add_option(
      "--template", given->kind,
      "what the project learns: " + join(template_names(), ", ") + " [default: keyword]");
  command.add_option("--words", given->words, "the keywords, e.g. yes,no")
      ->required()
      ->type_name("A,B,...");
  command.add_option("--seed", given->seed, "seed of everything random [default: 1]")
      ->type_name("N");
  verb.does([given](Progress&) -> Result<VerbResult> {
    Recipe recipe = TADPOLE_TRY(template_recipe(given->kind));
    for (const std::string& word : split(given->words, ','))
      recipe.project.words.push_back(trim(word));
    recipe.project.seed = given->seed;
    TADPOLE_TRY(check_words(recipe.project.words));
    const Project project = TADPOLE_TRY(Project::create(given->folder, recipe));
    VerbResult result;
    const std::string file = (project.folder() / "tadpole.toml").string();
    result.json = {{"project", given->folder}, {"recipe", file}, {"words", recipe.project.words}};
    result.text =
        fmt::format("wrote {}\nnext: tadpole collect {} --import PATH    (or --synthesize)", file,
                    given->folder);
    return result;
  });
}

}  // namespace tadpole
