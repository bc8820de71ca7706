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

struct StreamTest {
  const Dataset& dataset;
  const EvaluateOptions& options;
  std::uint64_t seed;
  const Answer& answer;
};

Result<StreamingReport> listen_to(const StreamTest& t, Split split, int threshold,
                                  Progress& progress) {
  Scene scene = TADPOLE_TRY(make_scene(
      t.dataset, {.seconds = t.options.stream_minutes * 60.0, .seed = t.seed, .split = split}));
  StreamingOptions options;
  options.hop_ms = t.options.hop_ms;
  options.smoothing.threshold = threshold;
  Outcome failed = Done{};
  const InferenceCall infer = [&](std::span<const std::int16_t> window, std::span<float> out) {
    const Outcome done = t.answer(window, out);
    if (!done.ok()) failed = done;
  };
  StreamingReport report = TADPOLE_TRY(
      streaming_test({stream_scene(std::move(scene))}, t.dataset.labels, infer, options, progress));
  TADPOLE_TRY(failed);
  return report;
}

// The lowest threshold whose false accepts are within the aim: it hears the most words.
int suggested_threshold(const StreamingReport& heard, double false_accepts_per_hour) {
  for (const StreamingPoint& p : heard.curve) {
    if (p.false_accepts_per_hour <= false_accepts_per_hour) return p.threshold;
  }
  return heard.curve.empty() ? SmoothingOptions{}.threshold : heard.curve.back().threshold;
}

// A room: minutes of background with words at known times, listened to as the device will. The
// threshold is chosen on the validation voices, so that the test voices stay unheard.
Outcome add_streaming(EvaluationReport& report, const StreamTest& t, Progress& progress) {
  if (t.options.stream_minutes <= 0.0) return Done{};
  int threshold = SmoothingOptions{}.threshold;
  const Result<StreamingReport> tuning = listen_to(t, Split::validation, threshold, progress);
  if (tuning.ok()) {
    threshold = suggested_threshold(tuning.value(), t.options.false_accepts_per_hour);
  } else if (tuning.error().kind == ErrorKind::cancelled) {
    return tuning.error();
  }
  Result<StreamingReport> heard = listen_to(t, Split::test, threshold, progress);
  if (heard.ok()) {
    report.streaming = std::move(heard).value();
  } else if (heard.error().kind == ErrorKind::cancelled) {
    return heard.error();
  } else {
    report.warnings.push_back("no streaming test: " + heard.error().message);
  }
  return Done{};
}

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
      add_streaming(report, {dataset, recipe.evaluate, recipe.project.seed, answer}, progress));
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
