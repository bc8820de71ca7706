// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe_edit.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/toml.h"
#include "workflow/recipe.h"
#include "workflow/recipe_sections.h"

namespace tadpole {
namespace {

// Where line and column, both from 1 and counted in code points, lie in the text.
std::size_t offset_of(const std::string& text, toml::source_position at) {
  std::size_t i = 0;
  for (toml::source_index line = 1; line < at.line && i < text.size(); ++i) line += text[i] == '\n';
  for (toml::source_index column = 1; column < at.column && i < text.size(); ++column) {
    ++i;
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) ++i;
  }
  return i;
}

std::size_t end_of_line(const std::string& text, std::size_t from) {
  const std::size_t end = text.find('\n', from);
  return end == std::string::npos ? text.size() : end + 1;
}

// The option with its new value, as the recipe writes it. Fails as the option does.
Result<std::string> value_in_recipe(Recipe& recipe, const std::string& section,
                                    const std::string& option, const std::string& value,
                                    const std::string& file) {
  std::vector<std::string> names;
  for (RecipeSection& one : describe(recipe)) {
    names.push_back(one.name);
    if (one.name != section) continue;
    TADPOLE_TRY(one.options.set(option, value, file + ": [" + section + "]"));
    for (const Option& known : one.options.all())
      if (known.name == option) return toml_value(known);
  }
  return wrong_use("there is no table [" + section + "] in this recipe" +
                   did_you_mean(section, names) + "; its tables: " + join(names, ", "));
}

std::string replaced(const std::string& text, const std::string& section, const std::string& option,
                     const std::string& written) {
  const toml::parse_result parsed = toml::parse(text);
  const toml::node* table = parsed.table().get(section);
  if (table == nullptr) return text + fmt::format("\n[{}]\n{} = {}\n", section, option, written);
  const toml::node* node = table->is_table() ? table->as_table()->get(option) : nullptr;
  if (node != nullptr) {
    const std::size_t from = offset_of(text, node->source().begin),
                      to = offset_of(text, node->source().end);
    return text.substr(0, from) + written + text.substr(to);
  }
  const std::size_t after = end_of_line(text, offset_of(text, table->source().begin));
  const std::string before = text.substr(0, after);
  return before + (before.ends_with('\n') ? "" : "\n") + option + " = " + written + "\n" +
         text.substr(after);
}

}  // namespace

Result<std::string> with_option(const std::string& text, const std::string& file,
                                const std::string& section, const std::string& option,
                                const std::string& value) {
  Recipe recipe = TADPOLE_TRY(parse_recipe(text, file));
  const std::string written = TADPOLE_TRY(value_in_recipe(recipe, section, option, value, file));
  const std::string changed = replaced(text, section, option, written);
  const Result<Recipe> read = parse_recipe(changed, file);
  if (read.ok() && recipe_text(read.value()) == recipe_text(recipe)) return changed;
  // Either the values do not fit together, or keys are written in a way that no replacement
  // foresees; then the whole recipe is written.
  TADPOLE_TRY(parse_recipe(recipe_text(recipe), file));
  return recipe_text(recipe);
}

Result<std::string> without_source(const std::string& text, const std::string& file,
                                   std::size_t index) {
  const Recipe recipe = TADPOLE_TRY(parse_recipe(text, file));
  if (index >= recipe.sources.size()) {
    return wrong_use(fmt::format("{} has {} sources, counted from 0; there is no source {}", file,
                                 recipe.sources.size(), index));
  }
  std::vector<std::string> lines = split_lines(text);
  std::size_t seen = 0, first = lines.size(), last = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line = trim(lines[i]);
    if (!line.starts_with('[')) continue;
    if (first != lines.size()) {
      last = i;
      break;
    }
    if (line.starts_with("[[source]]") && seen++ == index) first = i;
  }
  while (last > first && last < lines.size() && trim(lines[last - 1]).starts_with('#')) --last;
  while (first > 0 && trim(lines[first - 1]).starts_with('#')) --first;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(first),
              lines.begin() + static_cast<std::ptrdiff_t>(last));
  std::string changed = join(lines, "\n") + "\n";
  Recipe wanted = recipe;
  wanted.sources.erase(wanted.sources.begin() + static_cast<std::ptrdiff_t>(index));
  const Result<Recipe> read = parse_recipe(changed, file);
  if (read.ok() && recipe_text(read.value()) == recipe_text(wanted)) return changed;
  return recipe_text(wanted);
}

}  // namespace tadpole
