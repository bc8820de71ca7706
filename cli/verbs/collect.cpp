// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "cli/verb.h"
#include "core/base/text.h"
#include "workflow/run.h"

namespace tadpole {
namespace {

std::string flag_of(std::string name) {
  for (char& c : name) c = c == '_' ? '-' : c;
  return "--" + name;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

// Every option of a [[source]] is a flag; --synthesize alone means true.
void add_flag(CLI::App& command, const Option& option, const std::shared_ptr<Texts>& texts) {
  const std::string name = option.name;
  if (option.type == OptionType::boolean) {
    command
        .add_flag_callback(
            flag_of(name), [texts, name] { texts->emplace_back(name, "true"); }, option.info.help)
        ->group("A new source");
    return;
  }
  const std::string range = option.range_text();
  command
      .add_option_function<std::string>(
          flag_of(name),
          [texts, name](const std::string& value) { texts->emplace_back(name, value); },
          option.info.help + (range.empty() ? "" : " (" + range + ")") +
              (option.default_text.empty() ? "" : " [default: " + option.default_text + "]"))
      ->group("A new source");
}

}  // namespace

extern const char* const collect_verb_help;
const char* const collect_verb_help = "import samples or make some; adds a source to the recipe";

void add_collect_verb(Verb& verb) {
  auto source = std::make_shared<SourceOptions>();
  verb.takes_project().takes_options({"collect"});
  auto texts = std::make_shared<Texts>();
  CLI::App& command = verb.command();
  std::set<std::string> known;
  for (const std::string& kind : template_names()) {
    SourceOptions defaults;
    const RecipeSection described = describe_source(kind, defaults);
    for (const Option& option : described.options.all()) {
      if (known.insert(option.name).second) add_flag(command, option, texts);
    }
  }
  verb.does([&verb, source, texts](Progress& progress) -> Result<VerbResult> {
    Project project = TADPOLE_TRY(verb.open_project());
    const std::string& kind = project.recipe().project.kind;
    RecipeSection section = describe_source(kind, *source);
    for (const auto& [name, value] : *texts)
      TADPOLE_TRY(section.options.set(name, value, flag_of(name)));
    if (!texts->empty()) {
      TADPOLE_TRY(check_source(kind, *source));
      // The recipe works from any folder.
      if (!source->import.empty())
        source->import = std::filesystem::absolute(source->import).lexically_normal().string();
      TADPOLE_TRY(project.add_source(*source));
    }
    return stage_answer(TADPOLE_TRY(run_stage(project, "collect", progress)));
  });
}

}  // namespace tadpole
