// SPDX-License-Identifier: Apache-2.0
#include "workflow/keyword/room.h"

#include "core/data/scenes.h"
#include "workflow/keyword/keyword_examples.h"

namespace tadpole {
namespace {

StreamScene stream_scene(Scene scene) {
  StreamScene stream{.name = scene.name, .samples = std::move(scene.samples), .events = {}};
  for (const SceneEvent& e : scene.events) stream.events.push_back({e.label, e.start_s, e.end_s});
  return stream;
}

Result<StreamingReport> listen_to(const RoomTest& t, Split split, int threshold,
                                  Progress& progress) {
  Scene scene = TADPOLE_TRY(make_scene(
      t.dataset, {.seconds = t.options.stream_minutes * 60.0, .seed = t.seed, .split = split}));
  StreamingOptions options;
  options.hop_ms = t.options.hop_ms;
  options.smoothing.threshold = threshold;
  Outcome failed = Done{};
  const InferenceCall infer = [&](std::span<const std::int16_t> window, std::span<float> out) {
    const ClipFeatures features(t.extractor, {window.begin(), window.end()});
    const Outcome done = t.answer(features, out);
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

}  // namespace

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
