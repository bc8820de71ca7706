// SPDX-License-Identifier: Apache-2.0
#include "workflow/recipe.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "workflow/task.h"

namespace tadpole {

std::vector<RecipeSection> describe(Recipe& recipe) {
  return task_of(recipe.project.kind).sections(recipe);
}

RecipeSection describe_source(const std::string& kind, SourceOptions& source) {
  return {"source", "Where samples come from", task_of(kind).source_options(source)};
}

Outcome check_source(const std::string& kind, const SourceOptions& source) {
  return task_of(kind).check_source(source);
}

Result<Recipe> template_recipe(const std::string& name) {
  const std::vector<std::string> names = template_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    return wrong_use("there is no template '" + name + "'" + did_you_mean(name, names) +
                     "; templates: " + join(names, ", "));
  }
  Recipe recipe = task_of(name).defaults();
  recipe.project.kind = name;
  return recipe;
}

Outcome check_words(const std::vector<std::string>& words) {
  if (words.empty())
    return wrong_use("no keyword is given; name at least one, e.g. words = [\"yes\", \"no\"]");
  std::set<std::string> seen;
  for (const std::string& word : words) {
    if (word.empty()) {
      return wrong_use("a keyword is empty; write words between the commas, e.g. yes,no");
    }
    if (word == "silence" || word == "unknown" || word == "_silence_" || word == "_unknown_") {
      return wrong_use("'" + word +
                       "' is a class that every keyword model has; name only the keywords");
    }
    if (word.find_first_of("/\\\"\n\r\t") != std::string::npos || word[0] == '.' ||
        word.size() > 64) {
      return wrong_use(
          "'" + word +
          "' cannot be a keyword: slashes, quotes, line breaks, a leading dot or more than "
          "64 bytes do not fit into a file name");
    }
    if (!seen.insert(word).second)
      return wrong_use("'" + word + "' stands twice in the keywords; name it once");
  }
  return Done{};
}

}  // namespace tadpole
