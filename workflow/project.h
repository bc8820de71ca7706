// SPDX-License-Identifier: Apache-2.0
// A project: a folder with one recipe, tadpole.toml, and what each stage made from it.
//   tadpole.toml   the recipe
//   dataset/       collect     clips, manifest.csv, dataset.json
//   features/      preprocess  cached feature maps
//   model/         train       model file, checkpoint, training.json
//   evaluation/    evaluate    evaluation.json
//   optimized/     optimize    model_float.tflite, model_int8.tflite, optimize.json
//   deploy/        deploy      firmware project, C++ library, deploy.json
//   report.html, report.json, model-card.md
//   .tadpole/      stage records
#pragma once
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/progress.h"
#include "workflow/recipe.h"

namespace tadpole {

// The seven stages, in the order of the walk; "monitor" joins when there is a fleet to watch.
std::vector<std::string> stage_names();

// What a stage left behind: it need not run again while its key is the same and its output is still
// there.
struct StageRecord {
  std::string key;      // hash of the options that matter and of the stages before
  std::string output;   // hash of what it made
  std::string command;  // how to do it again
  double seconds = 0.0;
  nlohmann::json facts = nlohmann::json::object();  // what the stage tells: --json prints it
};

// What a stage answers to its caller.
struct StageResult {
  std::string stage;
  bool up_to_date = false;  // nothing had changed
  nlohmann::json facts = nlohmann::json::object();
  std::string text;  // for people, a few lines
};

class Project {
 public:
  // Reads the recipe and the records. Fails when the folder is no project (says how to make one).
  static Result<Project> open(const Path& folder);
  // Makes the folder and its commented recipe. Fails when there is a recipe already.
  static Result<Project> create(const Path& folder, const Recipe& recipe);

  const Path& folder() const { return folder_; }
  std::string name() const;
  Recipe& recipe() { return *recipe_; }
  const Recipe& recipe() const { return *recipe_; }

  // Sets one option of this run (a flag): section "train", option "epochs". Fails as the recipe
  // does.
  Outcome set(const std::string& section, const std::string& option, const std::string& value);
  // Replaces the recipe's text. Fails, and changes nothing, when it cannot be read.
  Outcome rewrite(const std::string& text);
  // Appends a [[source]] to the recipe file unless the same one is there.
  Outcome add_source(const SourceOptions& source);

  // The record of a stage, or nullptr.
  const StageRecord* record(const std::string& stage) const;
  Outcome set_record(const std::string& stage, StageRecord record);
  // What the stage would be keyed by now: its options and the outputs of the stages it takes from.
  std::string key_of(const std::string& stage) const;
  // True when the record's key is the present one and its output files are there.
  bool is_current(const std::string& stage) const;
  // Fails unless every stage before has a record, naming the first that lacks one and its command.
  Outcome require(const std::string& stage) const;

 private:
  Project(Path folder, Recipe recipe);
  Outcome load_records();
  Path folder_;
  std::unique_ptr<Recipe> recipe_;  // options are bound to its address
  std::map<std::string, StageRecord> records_;
};

// Holds the project for one writer; a second command on the same project is refused. Released when
// it goes out of scope, also after a kill.
class ProjectLock {
 public:
  static Result<ProjectLock> take(const Project& project);
  ProjectLock(ProjectLock&& other) noexcept : descriptor_(other.descriptor_) {
    other.descriptor_ = -1;
  }
  ProjectLock& operator=(ProjectLock&&) = delete;
  ~ProjectLock();

 private:
  explicit ProjectLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace tadpole
