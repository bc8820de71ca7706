// SPDX-License-Identifier: Apache-2.0
// Any text as a recipe: it is refused with a message or accepted and written back.
#include <cstdlib>
#include <string>

#include "workflow/recipe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto recipe = tadpole::parse_recipe(text, "tadpole.toml");
  if (!recipe.ok()) return 0;
  const auto again = tadpole::parse_recipe(tadpole::recipe_text(recipe.value()), "again");
  if (!again.ok()) std::abort();
  return 0;
}
