// SPDX-License-Identifier: Apache-2.0
#include "workflow/search_state.h"

#include <algorithm>
#include <array>
#include <climits>
#include <set>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/search/journal.h"
#include "core/search/network_space.h"
#include "workflow/artifacts.h"
#include "workflow/recipe_edit.h"
#include "workflow/search_results.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kShownRefusals = 20;

Path folder_of(const Project& project) { return project.folder() / "search"; }

std::string features_of(const Project& project) {
  const StageRecord* record = project.record("preprocess");
  return record == nullptr ? "" : record->output;
}

// What is searched for such features. A search that does not say has looked for convolutions on a
// whole map, because there was nothing else.
std::string space_of(const Json& shape) {
  std::array<int, 3> input = {INT_MAX, INT_MAX, 1};
  for (std::size_t i = 0; i < input.size() && i < shape.size(); ++i)
    if (shape[i].is_number_integer()) input[i] = std::max(1, shape[i].get<int>());
  return sha256_hex(network_space(input).space.fingerprint());
}
std::string space_of(const Project& project) {
  const StageRecord* record = project.record("preprocess");
  return space_of(record == nullptr ? Json::array() : json_list(record->facts, "shape"));
}

// An empty object where there is none.
Json kept_json(const Path& file) {
  std::error_code code;
  if (!std::filesystem::exists(file, code)) return Json::object();
  const Result<Json> json = read_json(file);
  return json.ok() ? json.value() : Json::object();
}

SearchHistory history_of(const Project& project) {
  std::error_code code;
  const Path file = folder_of(project) / "history.jsonl";
  SearchHistory history;
  if (!std::filesystem::exists(file, code)) return history;
  const Result<std::string> text = read_text(file);
  if (!text.ok()) return history;
  history.objective = Journal::objective(text.value());
  history.candidates = Journal::records(text.value());
  for (const CandidateRecord& record : history.candidates) {
    history.cpu_seconds += record.cpu_seconds;
    for (const RungResult& rung : record.rungs) history.cpu_seconds += rung.cpu_seconds;
  }
  return history;
}

Json refusals_json(const SearchHistory& history) {
  Json list = Json::array();
  for (auto at = history.candidates.rbegin();
       at != history.candidates.rend() && list.size() < kShownRefusals; ++at) {
    if (at->refused.empty()) continue;
    list.push_back({{"candidate", at->candidate.number},
                    {"point", at->candidate.text},
                    {"refused", at->refused}});
  }
  return list;
}

SearchFacts facts_of(const std::map<std::string, std::string>& kept, const std::string& origin) {
  SearchOptions options;
  OptionSet set = describe(options);
  for (const auto& [name, value] : kept) (void)set.set(name, value, "options.json");
  const Result<BoardLimits> limits = search_limits(options);
  return {.board = options.board,
          .strategy = options.strategy,
          .limits = limits.ok() ? limits.value() : BoardLimits{},
          .energy = options.energy,
          .origin = origin};
}

}  // namespace

SearchState search_state(const Project& project) {
  SearchState state;
  const Json kept = kept_json(folder_of(project) / "options.json");
  if (kept.contains("options") && kept["options"].is_object()) {
    for (const auto& [name, value] : kept["options"].items())
      if (value.is_string()) state.options[name] = value.get<std::string>();
  }
  SearchHistory history = history_of(project);
  if (history.candidates.empty()) return state;
  const Json written = kept_json(folder_of(project) / "pareto.json");
  history.stopped = written.value("stopped", Json(false)) == true;
  state.is_whole = !history.stopped && json_number(written, "candidates") ==
                                           static_cast<double>(history.candidates.size());
  state.is_stale = json_text(kept, "features", features_of(project)) != features_of(project) ||
                   json_text(kept, "space", space_of(Json::array())) != space_of(project);
  const StageRecord* collected = project.record("collect");
  const std::string origin = collected == nullptr ? "" : json_text(collected->facts, "origin");
  state.results =
      search_json(history, facts_of(state.options, json_text(written, "origin", origin)));
  state.results["rungs"] = json_list(written, "rungs");
  state.results["rows"] = Json::array();
  for (const SearchRow& row : search_rows(history))
    state.results["rows"].push_back(to_json(row, history.objective));
  state.results["refusals"] = refusals_json(history);
  return state;
}

Outcome keep_options(const Project& project, SearchOptions options) {
  const OptionSet set = describe(options);
  Json kept = Json::object();
  for (const Option& option : set.all())
    if (option.name != "fresh") kept[option.name] = option.get();
  return write_json(
      folder_of(project) / "options.json",
      {{"options", kept}, {"features", features_of(project)}, {"space", space_of(project)}});
}

Result<std::string> recipe_with_best(const Project& project) {
  const Path best = folder_of(project) / "best.toml";
  std::error_code code;
  if (!std::filesystem::exists(best, code))
    return wrong_use("there is no best network to take: no search of this project has found one");
  const std::string text = TADPOLE_TRY(read_text(best));
  Recipe found = TADPOLE_TRY(parse_recipe(text, "search/best.toml"));
  std::set<std::string> training = {"epochs"};
  for (const std::string& name : training_names()) training.insert(name);
  std::string recipe = TADPOLE_TRY(read_text(project.folder() / "tadpole.toml"));
  // base and head first: with other layers they would not fit together.
  for (const char* unused : {"head", "base", "base_until"})
    recipe = TADPOLE_TRY(with_option(recipe, "tadpole.toml", "model", unused, ""));
  for (const RecipeSection& section : describe(found)) {
    for (const Option& option : section.options.all()) {
      const bool layers = section.name == "model" && option.name == "layers";
      if (layers || (section.name == "train" && training.contains(option.name)))
        recipe = TADPOLE_TRY(
            with_option(recipe, "tadpole.toml", section.name, option.name, option.get()));
    }
  }
  return recipe;
}

}  // namespace tadpole
