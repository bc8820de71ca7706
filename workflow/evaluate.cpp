// SPDX-License-Identifier: Apache-2.0
#include "workflow/evaluate.h"

#include <fmt/format.h>

#include "core/data/split.h"
#include "core/eval/evaluation.h"
#include "core/train/model_file.h"
#include "workflow/artifacts.h"
#include "workflow/predict.h"
#include "workflow/room.h"

namespace tadpole {
namespace {

Result<StageWork> judge(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const Dataset dataset = TADPOLE_TRY(load_dataset(dataset_folder(project)));
  const SplitProof proof = TADPOLE_TRY(prove_speaker_split(dataset));
  const auto extractor = TADPOLE_TRY(FeatureExtractor::create(recipe.preprocess));
  Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
  const Answer answer = float_answer(model, *extractor);
  const Predictions predictions =
      TADPOLE_TRY(predict_split(dataset, Split::test, answer, progress));
  if (predictions.items.empty()) {
    return Error{
        "there is no test clip: nothing is known about other voices; collect clips of at least "
        "three speakers"};
  }
  EvaluationOptions options{.model = "float",
                            .split = "test",
                            .origin = dataset_origin(dataset),
                            .bootstrap = {},
                            .threshold = {},
                            .calibration_bins = 10};
  EvaluationReport report = TADPOLE_TRY(evaluate(predictions, options));
  TADPOLE_TRY(
      add_room_test(report, {dataset, recipe.evaluate, recipe.project.seed, answer}, progress));
  StageWork work;
  work.facts = evaluation_to_json(report);
  work.facts["speaker_proof"] = proof.sentence;
  work.facts["model_hash"] = project.record("train")->output;
  const Path file = project.folder() / "evaluation" / "evaluation.json";
  TADPOLE_TRY(write_json(file, work.facts));
  work.output = TADPOLE_TRY(hash_file(file));
  work.text = evaluation_text(report);
  return work;
}

}  // namespace

Result<StageResult> evaluate(Project& project, Progress& progress) {
  return do_stage(project, "evaluate", [&] { return judge(project, progress); });
}

}  // namespace tadpole
