// SPDX-License-Identifier: Apache-2.0
#include "workflow/evaluate.h"

#include <fmt/format.h>

#include "core/train/model_file.h"
#include "workflow/forest_baseline.h"
#include "workflow/judge.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

Result<StageWork> test_float(Project& project, Progress& progress) {
  const Task& task = task_of(project);
  const auto examples = TADPOLE_TRY(task.examples(project));
  const std::string proof = TADPOLE_TRY(examples->split_proof());
  Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
  // One that streams is tested as it will listen.
  std::optional<TfliteExecutor> stream;
  if (project.recipe().model.streaming) {
    const Graph graph = TADPOLE_TRY(device_graph(model, project.recipe()));
    stream = TADPOLE_TRY(executor_of(graph));
  }
  const Answer answer = stream ? tflite_answer(*stream, examples->values()) : float_answer(model);
  const Judgement judgement =
      TADPOLE_TRY(judge({.task = task,
                         .project = project,
                         .examples = *examples,
                         .model = "float",
                         .outputs = static_cast<std::size_t>(model.outputs()),
                         .answer = answer,
                         .stream = stream ? &*stream : nullptr},
                        progress));
  StageWork work;
  work.facts = judgement.json;
  work.facts["speaker_proof"] = proof;
  work.facts["model_hash"] = project.record("train")->output;
  std::string text = judgement.text;
  if (task.compares_with_forest()) {
    const nlohmann::json baseline = TADPOLE_TRY(forest_baseline(project, *examples));
    work.facts["baseline"] = baseline;
    if (baseline.is_object()) text += baseline["sentence"].get<std::string>() + "\n";
  }
  const Path file = project.folder() / "evaluation" / "evaluation.json";
  TADPOLE_TRY(write_json(file, work.facts));
  work.output = TADPOLE_TRY(hash_file(file));
  work.text = text;
  return work;
}

}  // namespace

Result<StageResult> evaluate(Project& project, Progress& progress) {
  return do_stage(project, "evaluate", [&] { return test_float(project, progress); });
}

}  // namespace tadpole
