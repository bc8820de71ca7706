// SPDX-License-Identifier: Apache-2.0
#include "workflow/run_history.h"

#include <algorithm>
#include <chrono>

#include "core/base/json.h"
#include "workflow/judge.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostRuns = 100;
constexpr std::size_t kIdDigits = 12;

Path history_file(const Project& project) { return project.folder() / ".tadpole" / "runs.json"; }

Outcome save(const Project& project, const Json& runs) {
  return write_file(history_file(project), json_dump(runs) + "\n");
}

// What cannot change a training is left out.
Json options_of(const Project& project) {
  Recipe recipe = project.recipe();
  Json options = Json::object();
  for (const RecipeSection& section : describe(recipe)) {
    if (section.name == "evaluate" || section.name == "optimize" || section.name == "deploy")
      continue;
    for (const Option& option : section.options.all())
      options[section.name + "." + option.name] = option.get();
  }
  return options;
}

Json best_epoch_of(const Json& facts) {
  const Json epochs = json_list(facts, "epochs");
  const auto best = static_cast<std::size_t>(json_number(facts, "best_epoch"));
  return best >= 1 && best <= epochs.size() ? epochs[best - 1] : Json::object();
}

}  // namespace

Json run_history(const Project& project) {
  std::error_code code;
  if (!std::filesystem::exists(history_file(project), code)) return Json::array();
  const Result<std::string> text = read_text(history_file(project));
  if (!text.ok()) return Json::array();
  Json runs = parse_json(text.value());
  const bool fits = runs.is_array() && std::all_of(runs.begin(), runs.end(), [](const Json& run) {
                      return run.is_object() && run.contains("id");
                    });
  return fits ? runs : Json::array();
}

Outcome note_training(const Project& project) {
  const StageRecord* record = project.record("train");
  if (record == nullptr) return Done{};
  Json runs = run_history(project);
  const std::string id = record->output.substr(0, kIdDigits);
  if (!runs.empty() && json_text(runs.back(), "id") == id) return Done{};
  const Json& facts = record->facts;
  const Json best = best_epoch_of(facts);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  runs.push_back(
      {{"id", id},
       {"at_ms", std::chrono::duration_cast<std::chrono::milliseconds>(now).count()},
       {"model", json_text(facts, "model")},
       {"parameters", json_number(facts, "parameters")},
       {"macs", json_number(facts, "macs")},
       {"seconds", record->seconds},
       {"best_epoch", json_number(facts, "best_epoch")},
       {"origin", json_text(facts, "origin")},
       {"validation_accuracy",
        best.contains("validation_accuracy") ? best["validation_accuracy"] : Json(nullptr)},
       {"validation_loss", json_number(best, "validation_loss")},
       {"test", ""},
       {"options", options_of(project)},
       {"curve", json_list(facts, "epochs")}});
  while (runs.size() > kMostRuns) runs.erase(runs.begin());
  return save(project, runs);
}

Outcome note_test(const Project& project) {
  const StageRecord* record = project.record("evaluate");
  Json runs = run_history(project);
  if (record == nullptr || runs.empty()) return Done{};
  const Json& facts = record->facts;
  if (!facts.contains("metric")) return Done{};
  runs.back()["test"] = metric_text(json_text(facts, "metric"), json_number(facts, "value"));
  return save(project, runs);
}

}  // namespace tadpole
