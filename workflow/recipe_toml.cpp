// SPDX-License-Identifier: Apache-2.0
// Text to recipe and back.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/base/toml.h"
#include "workflow/recipe.h"
#include "workflow/recipe_sections.h"
#include "workflow/task.h"

namespace tadpole {
namespace {

// Every dot of a key nests a table, and the library recurses over them.
constexpr std::ptrdiff_t kMostDots = 10000;

std::string place(const std::string& file, const toml::node& node) {
  return fmt::format("{}:{}", file, node.source().begin.line);
}

Result<std::string> scalar_text(const toml::node& node, const std::string& where,
                                const std::string& key) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* real = node.as_floating_point()) return number_text(real->get());
  if (const auto* flag = node.as_boolean()) return std::string(flag->get() ? "true" : "false");
  return wrong_use(where + ": " + key +
                   " is a table or a date; expected a text, a number, true, false or a list");
}

Result<std::string> value_text(const toml::node& node, const std::string& where,
                               const std::string& key) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return scalar_text(node, where, key);
  std::vector<std::string> items;
  for (const toml::node& item : *list) {
    std::string text = TADPOLE_TRY(scalar_text(item, where, key));
    if (text.find(',') != std::string::npos) {
      return wrong_use(where + ": " + key + " holds '" + text +
                       "'; an entry of a list may have no comma");
    }
    items.push_back(std::move(text));
  }
  return join(items, ",");
}

const Option* find_option(const OptionSet& options, const std::string& name) {
  const auto& all = options.all();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Option& o) { return o.name == name; });
  return at == all.end() ? nullptr : &*at;
}

// A list where one value is wanted, a text where a number is wanted: said before the value is
// looked at.
Outcome check_type(const Option& option, const toml::node& node, const std::string& where) {
  const bool list = option.type == OptionType::texts;
  if (node.is_array() != list) {
    return wrong_use(
        where + ": " + option.name +
        (list ? " expects a list, e.g. [\"yes\", \"no\"]" : " expects one value, found a list"));
  }
  const bool number = option.type == OptionType::integer || option.type == OptionType::real;
  if (number && !node.is_number())
    return wrong_use(where + ": " + option.name + " expects a number");
  if (option.type == OptionType::boolean && !node.is_boolean()) {
    return wrong_use(where + ": " + option.name + " expects true or false");
  }
  return Done{};
}

Outcome read_table(const toml::table& table, RecipeSection& section, const std::string& file) {
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const std::string where = place(file, node) + " [" + section.name + "]";
    if (const Option* option = find_option(section.options, name)) {
      TADPOLE_TRY(check_type(*option, node, where));
    }
    const std::string text = TADPOLE_TRY(value_text(node, where, name));
    TADPOLE_TRY(section.options.set(name, text, where));
  }
  return Done{};
}

Outcome read_sources(const toml::node& node, Recipe& recipe, const std::string& file) {
  const toml::array* list = node.as_array();
  if (list == nullptr || !list->is_array_of_tables()) {
    return wrong_use(place(file, node) + ": write each source as [[source]] with two brackets");
  }
  for (const toml::node& item : *list) {
    SourceOptions source;
    RecipeSection section = describe_source(recipe.project.kind, source);
    TADPOLE_TRY(read_table(*item.as_table(), section, file));
    const Outcome checked = check_source(recipe.project.kind, source);
    if (!checked.ok())
      return wrong_use(place(file, item) + " [source]: " + checked.error().message);
    recipe.sources.push_back(source);
  }
  return Done{};
}

Outcome read_section(const std::string& name, const toml::node& node,
                     std::vector<RecipeSection>& sections, const std::string& file) {
  std::vector<std::string> names = {"source"};
  for (RecipeSection& section : sections) {
    names.push_back(section.name);
    if (section.name != name) continue;
    if (!node.is_table())
      return wrong_use(place(file, node) + ": " + name + " must be a table: [" + name + "]");
    return read_table(*node.as_table(), section, file);
  }
  const std::string meant = nearest_word(name, names);
  return wrong_use(
      place(file, node) + ": unknown table [" + name + "]; " +
      (meant.empty() ? "known tables: " + join(names, ", ") : "did you mean [" + meant + "]?"));
}

std::string toml_string(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted += '\\';
    if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(byte));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string section_text(const RecipeSection& section, bool is_list) {
  std::string text = fmt::format("# {}\n{}{}{}\n", section.help, is_list ? "[[" : "[", section.name,
                                 is_list ? "]]" : "]");
  for (const Option& option : section.options.all()) {
    std::string note = option.info.help;
    if (!option.info.unit.empty()) note += ", " + option.info.unit;
    const std::string range = option.range_text();
    if (!range.empty() && option.type != OptionType::boolean) note += " (" + range + ")";
    text += fmt::format("{:<40} # {}\n", option.name + " = " + toml_value(option), note);
  }
  return text;
}

}  // namespace

std::string toml_value(const Option& option) {
  const std::string text = option.get();
  if (option.type == OptionType::text) return toml_string(text);
  if (option.type != OptionType::texts) return text;
  std::vector<std::string> items;
  if (!text.empty()) {
    for (const std::string& item : split(text, ',')) items.push_back(toml_string(item));
  }
  return "[" + join(items, ", ") + "]";
}

Result<Recipe> parse_recipe(const std::string& text, const std::string& file) {
  if (std::count(text.begin(), text.end(), '.') > kMostDots) {
    return wrong_use(
        fmt::format("{}: found more than {} dots, no recipe needs as many; remove the dotted keys",
                    file, kMostDots));
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const auto& error = parsed.error();
    return wrong_use(fmt::format("{}:{}:{}: this is no TOML: {}", file, error.source().begin.line,
                                 error.source().begin.column, error.description()));
  }
  const toml::table& root = parsed.table();
  std::string kind = "keyword";
  if (const auto given = root["project"]["template"].value<std::string>()) kind = *given;
  Recipe recipe = TADPOLE_TRY(template_recipe(kind));
  std::vector<RecipeSection> sections = describe(recipe);
  for (const auto& [key, node] : root) {
    const std::string name(key.str());
    TADPOLE_TRY(name == "source" ? read_sources(node, recipe, file)
                                 : read_section(name, node, sections, file));
  }
  const Outcome model = check_model(recipe.model);
  if (!model.ok()) return wrong_use(file + ": [model] " + model.error().message);
  const Outcome checked = task_of(kind).check(recipe);
  if (!checked.ok()) return wrong_use(file + ": " + checked.error().message);
  return recipe;
}

std::string recipe_text(Recipe recipe) {
  std::string text =
      "# A Tadpole project. Change what you like, then: tadpole run\n"
      "# Every value here is also a flag of its stage's command: tadpole train . --epochs 10\n\n";
  for (const RecipeSection& section : describe(recipe)) text += section_text(section, false) + "\n";
  for (SourceOptions& source : recipe.sources) text += source_text(recipe.project.kind, source);
  return text;
}

std::string source_text(const std::string& kind, SourceOptions source) {
  SourceOptions plain;
  const RecipeSection defaults = describe_source(kind, plain);
  const RecipeSection section = describe_source(kind, source);
  std::string text = "\n# " + section.help + "\n[[source]]\n";
  for (std::size_t i = 0; i < section.options.all().size(); ++i) {
    const Option& option = section.options.all()[i];
    if (option.get() != defaults.options.all()[i].get() || option.name == "consent" ||
        option.name == "licence") {
      text +=
          fmt::format("{:<40} # {}\n", option.name + " = " + toml_value(option), option.info.help);
    }
  }
  return text;
}

}  // namespace tadpole
