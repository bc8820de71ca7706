// SPDX-License-Identifier: Apache-2.0
#include "workbench/archive.h"

#include <fmt/format.h>

#include <atomic>

#include "core/data/manifest.h"

namespace tadpole::workbench {
namespace {

using Files = std::map<std::string, Bytes>;

constexpr const char* kRecipe = "tadpole.toml";

std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

// A file of the archive, or a folder that it has files in.
bool is_in(const Files& files, const std::string& import) {
  std::string name = Path(import).lexically_normal().generic_string();
  if (name.ends_with('/')) name.pop_back();
  const auto at = files.lower_bound(name);
  const auto inside = files.lower_bound(name + "/");
  return (at != files.end() && at->first == name) ||
         (inside != files.end() && inside->first.starts_with(name + "/"));
}

Error reads_outside(const std::string& what, const std::string& path) {
  return wrong_use(fmt::format(
      "{} of the archive takes '{}', which is not in the archive but on this machine; it is not "
      "opened; if you know who made it, unpack it yourself into a folder of the workbench",
      what, path));
}

Outcome check_recipe(const Files& files, const Recipe& recipe) {
  for (const SourceOptions& source : recipe.sources) {
    if (!source.import.empty() && (leaves_folder(source.import) || !is_in(files, source.import)))
      return reads_outside("the recipe", source.import);
  }
  if (leaves_folder(recipe.model.base)) return reads_outside("the recipe", recipe.model.base);
  return Done{};
}

// Any table may be a list of recordings; what is none is no danger either.
Outcome check_lists(const Files& files) {
  for (const auto& [name, content] : files) {
    if (!name.ends_with(".csv")) continue;
    const Result<std::vector<ManifestRow>> rows = parse_manifest(text_of(content), name);
    if (!rows.ok()) continue;
    for (const ManifestRow& row : rows.value())
      if (leaves_folder(row.file)) return reads_outside(name, row.file);
  }
  return Done{};
}

Outcome write_all(const Files& files, const Path& folder) {
  for (const auto& [name, content] : files) TADPOLE_TRY(write_file(folder / name, content));
  return Done{};
}

}  // namespace

Outcome unpack_project(const Files& files, const Path& folder) {
  const auto text = files.find(kRecipe);
  if (text == files.end())
    return wrong_use("the archive holds no tadpole.toml, so it is no project");
  const Recipe recipe = TADPOLE_TRY(parse_recipe(text_of(text->second), kRecipe));
  TADPOLE_TRY(check_recipe(files, recipe));
  TADPOLE_TRY(check_lists(files));
  // Beside, under a name that no project has; there at once or not at all.
  static std::atomic<int> next{0};
  const Path part = folder.parent_path() / fmt::format(".unpack-{}", next++);
  std::error_code code;
  std::filesystem::remove_all(part, code);
  Outcome made = write_all(files, part);
  if (made.ok() && std::filesystem::exists(folder, code))
    made = wrong_use("there is a project '" + folder.filename().string() + "' already");
  if (made.ok()) {
    std::filesystem::rename(part, folder, code);
    if (code) made = Error{folder.string() + " cannot be made (" + code.message() + ")"};
  }
  if (!made.ok()) std::filesystem::remove_all(part, code);
  return made;
}

}  // namespace tadpole::workbench
