// SPDX-License-Identifier: Apache-2.0
#include "workflow/evaluate.h"

#include <fmt/format.h>

#include "core/data/scenes.h"
#include "core/data/split.h"
#include "core/eval/evaluation.h"
#include "core/train/model_file.h"
#include "workflow/artifacts.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

StreamScene stream_scene(Scene scene) {
  StreamScene stream{.name = scene.name, .samples = std::move(scene.samples), .events = {}};
  for (const SceneEvent& e : scene.events) stream.events.push_back({e.label, e.start_s, e.end_s});
  return stream;
}

// A room: minutes of background with words at known times, listened to as the device will.
Outcome add_streaming(EvaluationReport& report, const Dataset& dataset, const EvaluateOptions& o, std::uint64_t seed, const Answer& answer, Progress& progress) {
  if (o.stream_minutes <= 0.0) return Done{};
  const Result<Scene> scene = make_scene(dataset, {.seconds = o.stream_minutes * 60.0, .seed = seed});
  if (!scene.ok()) {
    report.warnings.push_back("no streaming test: " + scene.error().message);
    return Done{};
  }
  StreamingOptions options;
  options.hop_ms = o.hop_ms;
  Outcome failed = Done{};
  const InferenceCall infer = [&](std::span<const std::int16_t> window, std::span<float> out) {
    const Outcome done = answer(window, out);
    if (!done.ok()) failed = done;
  };
  report.streaming = TADPOLE_TRY(streaming_test({stream_scene(scene.value())}, dataset.labels, infer, options, progress));
  return failed;
}

Result<StageWork> judge(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const Dataset dataset = TADPOLE_TRY(load_dataset(dataset_folder(project)));
  const SplitProof proof = TADPOLE_TRY(prove_speaker_split(dataset));
  const auto extractor = TADPOLE_TRY(FeatureExtractor::create(recipe.preprocess));
  Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
  const Answer answer = float_answer(model, *extractor);
  const Predictions predictions = TADPOLE_TRY(predict_split(dataset, Split::test, answer, progress));
  if (predictions.items.empty()) {
    return Error{"there is no test clip: nothing is known about other voices; collect clips of at least three speakers"};
  }
  EvaluationOptions options{.model = "float", .split = "test", .origin = dataset_origin(dataset), .bootstrap = {}, .threshold = {}, .calibration_bins = 10};
  EvaluationReport report = TADPOLE_TRY(evaluate(predictions, options));
  TADPOLE_TRY(add_streaming(report, dataset, recipe.evaluate, recipe.project.seed, answer, progress));
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
