// SPDX-License-Identifier: Apache-2.0
// Projects: made, copied, changed, taken away.
#include <algorithm>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/zip.h"
#include "workbench/archive.h"
#include "workbench/rows.h"
#include "workbench/views.h"
#include "workflow/base_model.h"
#include "workflow/recipe_edit.h"

namespace tadpole::workbench {
namespace {

using server::Call;
using server::Json;
using server::json_response;
using server::Response;

Result<Response> project_response(Workbench& bench, const std::string& name, int status = 200) {
  const Json json = TADPOLE_TRY(project_json(bench, name));
  return json_response(json, status);
}

Result<Path> free_folder(Workbench& bench, const std::string& name) {
  const Path folder = TADPOLE_TRY(bench.folder_of(name));
  std::error_code code;
  if (std::filesystem::exists(folder, code))
    return wrong_use("there is a project '" + name + "' already; take another name");
  return folder;
}

Result<Recipe> wanted_recipe(const Json& wanted) {
  Recipe recipe = TADPOLE_TRY(template_recipe(json_text(wanted, "template", "keyword")));
  std::vector<std::string> words;
  for (const Json& word : json_list(wanted, "words")) words.push_back(word.get<std::string>());
  if (!words.empty() || recipe.project.kind == "keyword") {
    TADPOLE_TRY(check_words(words));
    recipe.project.words = words;
  }
  const std::string base = json_text(wanted, "base");
  if (!base.empty()) TADPOLE_TRY(start_on_base(recipe, base));
  return recipe;
}

Result<Response> copy_project(Workbench& bench, const std::string& from, const std::string& name) {
  const Project project = TADPOLE_TRY(bench.open(from));
  const Path folder = TADPOLE_TRY(free_folder(bench, name));
  std::error_code code;
  std::filesystem::copy(project.folder(), folder, std::filesystem::copy_options::recursive, code);
  if (code) {
    const std::string why = code.message();
    std::filesystem::remove_all(folder, code);
    return Error{"the copy cannot be written (" + why + "); check the disk's space"};
  }
  return project_response(bench, name);
}

Result<Response> unpack(Workbench& bench, const std::string& name, const std::string& body) {
  const Path folder = TADPOLE_TRY(free_folder(bench, name));
  const auto bytes = std::span(reinterpret_cast<const std::uint8_t*>(body.data()), body.size());
  const auto files = TADPOLE_TRY(unzip(bytes));
  TADPOLE_TRY(unpack_project(files, folder));
  return project_response(bench, name);
}

Result<Response> create(Workbench& bench, const Call& call) {
  const std::string archive = call.request.asked("archive");
  if (!archive.empty()) return unpack(bench, archive, call.request.body);
  const Json wanted = parse_json(call.request.body);
  const std::string wrong = server::mismatch(
      wanted, server::schema::object({{"name", server::schema::text()},
                                      {"template?", server::schema::text()},
                                      {"words?", server::schema::list(server::schema::text())},
                                      {"base?", server::schema::text()},
                                      {"from?", server::schema::text()}}));
  if (!wrong.empty()) return wrong_use(wrong);
  const std::string name = json_text(wanted, "name");
  const auto changing = bench.writing();
  if (wanted.contains("from")) return copy_project(bench, json_text(wanted, "from"), name);
  const Recipe recipe = TADPOLE_TRY(wanted_recipe(wanted));
  const Path folder = TADPOLE_TRY(free_folder(bench, name));
  TADPOLE_TRY(Project::create(folder, recipe));
  return project_response(bench, name);
}

Result<std::string> recipe_of(const Project& project) {
  return read_text(project.folder() / "tadpole.toml");
}

Result<Response> set_option(Workbench& bench, const Call& call) {
  const auto changing = bench.writing();
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const std::string text = TADPOLE_TRY(recipe_of(project));
  const std::string changed =
      TADPOLE_TRY(with_option(text, "tadpole.toml", json_text(call.body, "section"),
                              json_text(call.body, "name"), json_text(call.body, "value")));
  TADPOLE_TRY(project.rewrite(changed));
  return project_response(bench, call.param("project"));
}

Result<Response> set_recipe(Workbench& bench, const Call& call) {
  const auto changing = bench.writing();
  const std::string name = call.param("project");
  const std::string text = json_text(call.body, "recipe");
  TADPOLE_TRY(parse_recipe(text, "tadpole.toml"));
  const Path folder = TADPOLE_TRY(bench.folder_of(name));
  TADPOLE_TRY(write_file(folder / "tadpole.toml", text));
  return project_response(bench, name);
}

Result<Response> add_source(Workbench& bench, const Call& call) {
  const auto changing = bench.writing();
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  SourceOptions source;
  RecipeSection section = describe_source(project.recipe().project.kind, source);
  for (const auto& [key, value] : call.body.items())
    TADPOLE_TRY(section.options.set(key, value.get<std::string>(), "the source"));
  TADPOLE_TRY(check_source(project.recipe().project.kind, source));
  if (source.synthesize && !bench.options().no_voices.empty())
    return unsupported(bench.options().no_voices);
  TADPOLE_TRY(project.add_source(source));
  return project_response(bench, call.param("project"));
}

Result<Response> drop_source(Workbench& bench, const Call& call) {
  const auto changing = bench.writing();
  Project project = TADPOLE_TRY(bench.open(call.param("project")));
  const auto index = parse_whole(call.param("index"));
  if (!index || *index < 0)
    return wrong_use("'" + call.param("index") + "' is no place in the list of sources");
  const std::string text = TADPOLE_TRY(recipe_of(project));
  const std::string changed =
      TADPOLE_TRY(without_source(text, "tadpole.toml", static_cast<std::size_t>(*index)));
  TADPOLE_TRY(project.rewrite(changed));
  return project_response(bench, call.param("project"));
}

Result<Response> all_cards(Workbench& bench) {
  Json cards = Json::array();
  for (const std::string& name : bench.names()) cards.push_back(project_card(bench, name));
  std::stable_sort(cards.begin(), cards.end(), [](const Json& a, const Json& b) {
    return a["changed_ms"].get<std::int64_t>() > b["changed_ms"].get<std::int64_t>();
  });
  return json_response(cards);
}

Result<Response> archive(Workbench& bench, const Call& call) {
  const Path folder = TADPOLE_TRY(bench.folder_of(call.param("project")));
  const auto files = TADPOLE_TRY(read_folder(folder));
  Response response = bytes_response("application/zip", zip(files));
  response.with("Content-Disposition",
                "attachment; filename=\"" + call.param("project") + ".zip\"");
  return response;
}

}  // namespace

void add_project_rows(const RowMaker& rows) {
  using namespace server::schema;
  rows.add("GET", "/templates", "list_templates", "what a project can learn", nullptr, list(any()),
           [](Workbench& bench, const Call&) -> Result<Response> {
             return json_response(templates_json(bench.options()));
           });
  rows.add("GET", "/projects", "list_projects", "the reader's projects, last changed first",
           nullptr, list(any()), [](Workbench& bench, const Call&) { return all_cards(bench); });
  rows.add("POST", "/projects", "create_project",
           "makes a project of a template, a copy (from), or of an archive (?archive=NAME, the "
           "bytes in the body)",
           nullptr, any(), create);
  rows.add("GET", "/projects/{project}", "read_project", "stages, options, samples, cost, job",
           nullptr, any(), [](Workbench& bench, const Call& call) {
             return project_response(bench, call.param("project"));
           });
  rows.add("DELETE", "/projects/{project}", "delete_project",
           "removes the project with its recordings", nullptr, nullptr,
           [](Workbench& bench, const Call& call) -> Result<Response> {
             TADPOLE_TRY(bench.remove(call.param("project")));
             return json_response(Json::object());
           });
  rows.add("PUT", "/projects/{project}/recipe", "write_recipe", "the recipe as a text",
           object({{"recipe", text()}}), any(), set_recipe);
  rows.add("POST", "/projects/{project}/options", "set_option", "one option of the recipe",
           object({{"section", text()}, {"name", text()}, {"value", text()}}), any(), set_option);
  rows.add("POST", "/projects/{project}/sources", "add_source", "where samples come from",
           map_of(text()), any(), add_source);
  rows.add("DELETE", "/projects/{project}/sources/{index}", "drop_source",
           "samples no longer come from there", nullptr, any(), drop_source);
  rows.add("GET", "/projects/{project}/archive", "archive_project", "the whole project as a .zip",
           nullptr, nullptr, archive);
}

}  // namespace tadpole::workbench
