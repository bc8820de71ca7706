// SPDX-License-Identifier: Apache-2.0
#include "workflow/artifacts.h"

#include <fmt/format.h>

#include <chrono>
#include <map>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "workflow/run_history.h"

namespace tadpole {

Result<StageResult> do_stage(Project& project, const std::string& stage,
                             const std::function<Result<StageWork>()>& work) {
  TADPOLE_TRY(project.require(stage));
  StageResult result{.stage = stage};
  if (project.is_current(stage)) {
    const StageRecord& record = *project.record(stage);
    result.up_to_date = true;
    result.facts = record.facts;
    result.text = record.facts.value("text", "");
    result.facts.erase("text");
    return result;
  }
  const auto start = std::chrono::steady_clock::now();
  StageWork done = TADPOLE_TRY(work());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  result.facts = done.facts;
  result.facts["seconds"] = took.count();
  result.text = done.text;
  StageRecord record{.key = project.key_of(stage),
                     .output = done.output,
                     .command = fmt::format("tadpole {} {}", stage, project.folder().string()),
                     .seconds = took.count(),
                     .facts = result.facts};
  record.facts["text"] = done.text;
  TADPOLE_TRY(project.set_record(stage, std::move(record)));
  if (stage == "train") TADPOLE_TRY(note_training(project));
  if (stage == "evaluate") TADPOLE_TRY(note_test(project));
  return result;
}

Result<std::string> hash_file(const Path& file) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(file));
  return Sha256().add(bytes.data(), bytes.size()).hex();
}

Result<nlohmann::json> read_json(const Path& file) {
  const std::string text = TADPOLE_TRY(read_text(file));
  nlohmann::json json = parse_json(text);
  if (!json.is_object()) {
    return Error{
        file.string() +
        " is damaged: it is no JSON object; delete it and run the stage that makes it again"};
  }
  return json;
}

Outcome write_json(const Path& file, const nlohmann::json& json) {
  return write_file(file,
                    json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

std::vector<std::pair<std::string, std::string>> section_values(const Recipe& recipe,
                                                                const std::string& section) {
  Recipe copy = recipe;
  std::vector<std::pair<std::string, std::string>> values;
  for (const RecipeSection& s : describe(copy)) {
    if (s.name != section) continue;
    for (const Option& option : s.options.all()) {
      values.emplace_back(option.name,
                          option.get() + (option.info.unit.empty() ? "" : " " + option.info.unit));
    }
  }
  return values;
}

std::string dataset_origin(const Dataset& dataset) {
  bool synthetic = false;
  bool recorded = false;
  for (const Clip& clip : dataset.clips) {
    if (clip.label == "silence") continue;  // noise made by formula is no voice
    (clip.origin == Origin::synthetic ? synthetic : recorded) = true;
  }
  if (synthetic && recorded) return "mixed";
  return synthetic ? "synthetic" : "recorded";
}

Outcome refuse_errors(const std::vector<Finding>& findings) {
  std::string text;
  int errors = 0;
  for (const Finding& f : findings) {
    if (f.severity != Severity::error) continue;
    if (++errors <= 3) text += (text.empty() ? "" : "; ") + f.sentence;
  }
  if (errors == 0) return Done{};
  return Error{errors > 3
                   ? fmt::format("{} (and {} more, see dataset/datasheet.json)", text, errors - 3)
                   : text};
}

void say_warnings(const std::vector<Finding>& findings, Progress& progress) {
  std::map<std::string, int> seen;
  for (const Finding& f : findings) {
    if (f.severity == Severity::warning && ++seen[f.check] <= 2)
      progress.say("warning: " + f.sentence);
  }
  for (const auto& [check, count] : seen) {
    if (count > 2)
      progress.say(fmt::format("warning: {} more of the kind '{}', see dataset/datasheet.json",
                               count - 2, check));
  }
}

Path dataset_folder(const Project& project) { return project.folder() / "dataset"; }

}  // namespace tadpole
