// SPDX-License-Identifier: Apache-2.0
// Small helpers that every stage shares: running when something changed, and hashing what was made.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/data/checks.h"
#include "core/data/dataset.h"
#include "workflow/project.h"

namespace tadpole {

// What a stage's work leaves: its facts, the text for people, and the hash that names its output.
struct StageWork {
  nlohmann::json facts = nlohmann::json::object();
  std::string text;
  std::string output;
};

// Checks the stages before, skips when the record is current, else does the work, measures it and
// records it.
Result<StageResult> do_stage(Project& project, const std::string& stage,
                             const std::function<Result<StageWork>()>& work);

// SHA-256 of a file's bytes.
Result<std::string> hash_file(const Path& file);
// Reads a JSON object; fails with the file's name when it is none.
Result<nlohmann::json> read_json(const Path& file);
Outcome write_json(const Path& file, const nlohmann::json& json);

// The options of one table of the recipe as name/value pairs.
std::vector<std::pair<std::string, std::string>> section_values(const Recipe& recipe,
                                                                const std::string& section);
// "recorded", "synthetic" or "mixed".
std::string dataset_origin(const Dataset& dataset);
// Fails with the first three findings of severity error.
Outcome refuse_errors(const std::vector<Finding>& findings);
// Two of each kind of warning, and how many more there are.
void say_warnings(const std::vector<Finding>& findings, Progress& progress);
Path dataset_folder(const Project& project);

}  // namespace tadpole
