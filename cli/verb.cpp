// SPDX-License-Identifier: Apache-2.0
#include "cli/verb.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/text.h"

namespace tadpole {

#define TADPOLE_ENTRY(name)           \
  void add_##name##_verb(Verb& verb); \
  extern const char* const name##_verb_help;
#include "cli/verbs/verbs.inc"
#undef TADPOLE_ENTRY

namespace {

std::string flag_name(std::string option) {
  std::replace(option.begin(), option.end(), '_', '-');
  return "--" + option;
}

std::string flag_help(const Option& option) {
  std::string help = option.info.help;
  if (!option.info.unit.empty()) help += ", " + option.info.unit;
  if (!option.range_text().empty()) help += " (" + option.range_text() + ")";
  return help + " [default: " + (option.default_text.empty() ? "none" : option.default_text) + "]";
}

const char* type_name(OptionType type) {
  switch (type) {
    case OptionType::integer:
      return "N";
    case OptionType::real:
      return "X";
    case OptionType::boolean:
      return "true|false";
    case OptionType::text:
      return "TEXT";
    case OptionType::texts:
      return "A,B,...";
  }
  return "";
}

std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// The sentence for a line that CLI11 could not read; unknown verbs get the one that was meant.
Error usage_error(const CLI::App& app, const CLI::ParseError& error, int argc,
                  const char* const* argv) {
  std::string text = error.what();
  const std::string first = argc > 1 ? argv[1] : "";
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const bool known = std::find(names.begin(), names.end(), first) != names.end();
  if (!known && !first.empty() && first[0] != '-') {
    text = "unknown command '" + first + "'" + did_you_mean(first, names);
  }
  return wrong_use(text + "; see: tadpole" + (known ? " " + first : "") + " --help");
}

}  // namespace

Verb::Verb(CLI::App& app, const std::string& name, const std::string& help)
    : command_(app.add_subcommand(name, help)) {
  command_->add_flag("--json", json_, "print one JSON object on stdout");
}

Verb& Verb::takes_project(const std::string& type_name) {
  command_->add_option("project", folder_, "the project's folder")
      ->required()
      ->type_name(type_name);
  return *this;
}

// The options of every template: a flag that the project's own template lacks is refused when the
// project is opened.
Verb& Verb::takes_options(const std::vector<std::string>& sections) {
  std::set<std::string> known;
  for (const std::string& kind : template_names()) {
    Recipe defaults = template_recipe(kind).value();
    for (const RecipeSection& section : describe(defaults)) {
      if (std::find(sections.begin(), sections.end(), section.name) == sections.end()) continue;
      for (const Option& option : section.options.all()) {
        if (!known.insert(option.name).second) continue;
        auto given = std::make_unique<Given>(Given{section.name, option.name, ""});
        command_->add_option(flag_name(option.name), given->value, flag_help(option))
            ->type_name(type_name(option.type))
            ->group("Options, for this run only ([" + section.name + "] of tadpole.toml)");
        given_.push_back(std::move(given));
      }
    }
  }
  return *this;
}

Result<Project> Verb::open_project() const {
  Project project = TADPOLE_TRY(Project::open(folder_));
  for (const auto& given : given_) {
    if (command_->count(flag_name(given->option)) == 0) continue;
    TADPOLE_TRY(project.set(given->section, given->option, given->value));
  }
  return project;
}

std::string Verb::given(const std::string& option, const std::string& otherwise) const {
  for (const auto& given : given_) {
    if (given->option == option && command_->count(flag_name(option)) > 0) return given->value;
  }
  return otherwise;
}

Verbs all_verbs(CLI::App& app) {
  Verbs verbs;
#define TADPOLE_ENTRY(name)                                              \
  verbs.push_back(std::make_unique<Verb>(app, #name, name##_verb_help)); \
  add_##name##_verb(*verbs.back());
#include "cli/verbs/verbs.inc"
#undef TADPOLE_ENTRY
  return verbs;
}

VerbResult stage_answer(const StageResult& result) {
  VerbResult answer{.json = result.facts, .text = result.text};
  answer.json["stage"] = result.stage;
  answer.json["up_to_date"] = result.up_to_date;
  if (result.up_to_date) answer.text = result.stage + ": nothing has changed\n" + answer.text;
  return answer;
}

int run_command_line(int argc, const char* const* argv, Progress& progress) {
  CLI::App app{
      "Tadpole: applied machine learning, small enough to hold.\n"
      "The walk: new, collect, preprocess, train, evaluate, optimize, deploy; run does what "
      "changed."};
  app.name("tadpole");
  app.set_version_flag("--version", TADPOLE_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  const Verbs verbs = all_verbs(app);
  try {  // CLI11 reports by exceptions: they end here
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    const bool json = std::any_of(argv, argv + argc,
                                  [](const char* a) { return std::string_view(a) == "--json"; });
    return report_error(usage_error(app, error, argc, argv), json);
  }
  for (const auto& verb : verbs) {
    if (!verb->was_called()) continue;
    const Result<VerbResult> result = verb->run(progress);
    if (!result.ok()) return report_error(result.error(), verb->wants_json());
    fmt::print("{}\n", verb->wants_json() ? dump(result.value().json) : trim(result.value().text));
  }
  return 0;
}

}  // namespace tadpole
