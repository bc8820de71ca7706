// SPDX-License-Identifier: Apache-2.0
#include "workflow/search.h"

#include <algorithm>
#include <map>

#include "cli/verb.h"
#include "workflow/task.h"

namespace tadpole {

extern const char* const search_verb_help;
const char* const search_verb_help =
    "look for the network (dense or convolutional, by the input) and training options that fit a "
    "board best; goes on after a stop";

namespace {

std::string flag_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return "--" + name;
}

std::string help_of(const Option& option) {
  std::string help = option.info.help;
  if (!option.info.unit.empty()) help += ", " + option.info.unit;
  if (option.type == OptionType::boolean) return help;
  if (!option.range_text().empty()) help += " (" + option.range_text() + ")";
  return help + " [default: " + (option.default_text.empty() ? "none" : option.default_text) + "]";
}

}  // namespace

void add_search_verb(Verb& verb) {
  verb.takes_project();
  const auto given = std::make_shared<std::map<std::string, std::string>>();
  SearchOptions defaults;
  const OptionSet known = describe(defaults);
  for (const Option& option : known.all()) {
    const std::string name = option.name;
    if (option.type == OptionType::boolean) {
      verb.command().add_flag_callback(
          flag_of(name), [given, name] { (*given)[name] = "true"; }, help_of(option));
    } else {
      verb.command()
          .add_option_function<std::string>(
              flag_of(name), [given, name](const std::string& text) { (*given)[name] = text; },
              help_of(option))
          ->type_name(option.type == OptionType::integer ? "N"
                      : option.type == OptionType::real  ? "X"
                                                         : "TEXT");
    }
  }
  verb.does([&verb, given](Progress& progress) -> Result<VerbResult> {
    SearchOptions options;
    OptionSet set = describe(options);
    for (const auto& [name, text] : *given) TADPOLE_TRY(set.set(name, text, flag_of(name)));
    Project project = TADPOLE_TRY(verb.open_project());
    return stage_answer(TADPOLE_TRY(search(project, options, progress)));
  });
}

}  // namespace tadpole
