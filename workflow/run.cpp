// SPDX-License-Identifier: Apache-2.0
#include "workflow/run.h"

#include <fmt/format.h>

#include "workflow/collect.h"
#include "workflow/deploy.h"
#include "workflow/evaluate.h"
#include "workflow/optimize.h"
#include "workflow/preprocess.h"
#include "workflow/train.h"

namespace tadpole {
namespace {

using StageCall = Result<StageResult> (*)(Project&, Progress&);

StageCall stage_call(const std::string& stage) {
  if (stage == "collect") return collect;
  if (stage == "preprocess") return preprocess;
  if (stage == "train") return train;
  if (stage == "evaluate") return evaluate;
  if (stage == "optimize") return optimize;
  return deploy;
}

}  // namespace

Result<StageResult> run_stage(Project& project, const std::string& stage, Progress& progress) {
  const ProjectLock lock = TADPOLE_TRY(ProjectLock::take(project));
  StageResult result = TADPOLE_TRY(stage_call(stage)(project, progress));
  TADPOLE_TRY(write_project_report(project));
  return result;
}

Result<StageResult> run_all(Project& project, Progress& progress) {
  const ProjectLock lock = TADPOLE_TRY(ProjectLock::take(project));
  StageResult all{
      .stage = "run", .up_to_date = true, .facts = nlohmann::json::object(), .text = {}};
  for (const std::string& stage : stage_names()) {
    if (!project.is_current(stage)) progress.say("== " + stage);
    const StageResult result = TADPOLE_TRY(stage_call(stage)(project, progress));
    if (!result.up_to_date) progress.say(result.text);
    all.up_to_date = all.up_to_date && result.up_to_date;
    all.facts[stage] = result.facts;
    all.facts[stage]["up_to_date"] = result.up_to_date;
    all.text +=
        fmt::format("{:<11} {}\n", stage, result.up_to_date ? "nothing has changed" : "done");
  }
  TADPOLE_TRY(write_project_report(project));
  all.facts["report"] = (project.folder() / "report.html").string();
  all.text += "report: " + (project.folder() / "report.html").string() + "\n";
  return all;
}

}  // namespace tadpole
