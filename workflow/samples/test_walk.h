// SPDX-License-Identifier: Apache-2.0
// A small project of any task in a folder of its own, walked stage by stage, for the tasks' tests.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "core/data/test_folder.h"
#include "workflow/collect.h"
#include "workflow/evaluate.h"
#include "workflow/optimize.h"
#include "workflow/preprocess.h"
#include "workflow/task.h"
#include "workflow/train.h"

namespace tadpole {

class TestWalk {
 public:
  // tables: the recipe but for [project], as TOML.
  TestWalk(const std::string& kind, const std::string& tables) {
    const std::string text = "[project]\ntemplate = \"" + kind + "\"\n" + tables;
    EXPECT_TRUE(write_file(folder_ / "tadpole.toml", text).ok());
  }
  // Up to optimize; the facts of all stages, or the error of the first that fails.
  nlohmann::json run() {
    Result<Project> project = Project::open(folder_.path());
    if (!project.ok()) return failed("open", project.error());
    nlohmann::json facts = nlohmann::json::object();
    SilentProgress silent;
    const std::pair<const char*, Result<StageResult> (*)(Project&, Progress&)> stages[] = {
        {"collect", collect},
        {"preprocess", preprocess},
        {"train", train},
        {"evaluate", evaluate},
        {"optimize", optimize}};
    for (const auto& [name, stage] : stages) {
      const Result<StageResult> result = stage(project.value(), silent);
      if (!result.ok()) return failed(name, result.error());
      facts[name] = result.value().facts;
    }
    return facts;
  }
  const TempFolder& folder() const { return folder_; }
  // A file beside the recipe.
  Path write(const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file(folder_ / name, text).ok());
    return folder_ / name;
  }

 private:
  static nlohmann::json failed(const std::string& stage, const Error& error) {
    return {{"error", stage + ": " + error.message}};
  }
  TempFolder folder_;
};

}  // namespace tadpole
