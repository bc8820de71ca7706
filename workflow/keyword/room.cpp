// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/room.h"

#include <algorithm>

#include "core/data/scenes.h"
#include "workflow/keyword/keyword_examples.h"
#include "workflow/keyword/listen.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

StreamScene stream_scene(Scene scene) {
  StreamScene stream{.name = scene.name, .samples = std::move(scene.samples), .events = {}};
  for (const SceneEvent& e : scene.events) stream.events.push_back({e.label, e.start_s, e.end_s});
  return stream;
}

Posterior posterior_of(const TfliteExecutor& model, int time_ms) {
  const GraphTensor& output =
      model.graph().tensors[static_cast<std::size_t>(model.graph().outputs[0])];
  Posterior posterior{.time_ms = time_ms, .scores = {}};
  for (const float p : real_values(output, model.output(0)))
    posterior.scores.push_back(device_score(p));
  return posterior;
}

// All rows of a scene into a model that remembers; an answer counts every hop from the end of the
// first second on. The same as firmware/app/stream_spotter.cpp.
Result<std::vector<Posterior>> hear_stream(const RoomTest& t, const StreamScene& scene,
                                           Progress& progress) {
  TfliteExecutor& model = *t.tested.stream;
  const auto shape = t.extractor.shape();
  const int rows = t.extractor.rows(scene.samples.size());
  const auto row_values = static_cast<std::size_t>(shape[1]);
  const ClipFeatures features(t.extractor, scene.samples);
  const Bytes bytes =
      TADPOLE_TRY(input_bytes(model, features, static_cast<std::size_t>(rows) * row_values));
  const std::size_t step = rows > 0 ? bytes.size() / static_cast<std::size_t>(rows) : 0;
  const int hop_rows = std::max(1, t.options.hop_ms / t.features.stride_ms);
  std::vector<Posterior> posteriors;
  progress.begin("listen to " + scene.name, rows);
  model.reset();
  for (int row = 0; row < rows; ++row) {
    if (progress.stop_requested()) return Error{"streaming: stopped", ErrorKind::cancelled};
    TADPOLE_TRY(
        run_rows(model, std::span(bytes).subspan(static_cast<std::size_t>(row) * step, step)));
    const int since_first = row + 1 - shape[0];
    if (since_first >= 0 && since_first % hop_rows == 0)
      posteriors.push_back(posterior_of(model, t.features.window_ms + row * t.features.stride_ms));
    progress.update(row + 1, "");
  }
  progress.end();
  return posteriors;
}

Result<StreamingReport> listen_to(const RoomTest& t, Split split, int threshold,
                                  Progress& progress) {
  Scene scene = TADPOLE_TRY(make_scene(
      t.dataset, {.seconds = t.options.stream_minutes * 60.0, .seed = t.seed, .split = split}));
  StreamingOptions options;
  options.hop_ms = t.options.hop_ms;
  options.smoothing.average_window_ms = t.options.average_ms;
  options.smoothing.minimum_count = fewest_answers(t.options);
  options.smoothing.threshold = threshold;
  const std::vector<StreamScene> scenes = {stream_scene(std::move(scene))};
  if (t.tested.stream != nullptr) {
    const SceneEar ear = [&](const StreamScene& s) { return hear_stream(t, s, progress); };
    return streaming_test(scenes, t.dataset.labels, ear, options);
  }
  Outcome failed = Done{};
  const InferenceCall infer = [&](std::span<const std::int16_t> window, std::span<float> out) {
    const ClipFeatures features(t.extractor, {window.begin(), window.end()});
    const Outcome done = t.tested.answer(features, out);
    if (!done.ok()) failed = done;
  };
  StreamingReport report =
      TADPOLE_TRY(streaming_test(scenes, t.dataset.labels, infer, options, progress));
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

}  // namespace

int fewest_answers(const EvaluateOptions& options) {
  return std::clamp(options.average_ms / std::max(1, options.hop_ms) + 1, 1, 3);
}

Outcome add_room_test(EvaluationReport& report, const RoomTest& t, Progress& progress) {
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

}  // namespace tadpole
