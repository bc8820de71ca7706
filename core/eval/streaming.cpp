// SPDX-License-Identifier: Apache-2.0
#include "core/eval/streaming.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/eval/normal.h"
#include "core/eval/predictions.h"

namespace tadpole {
namespace {

constexpr int kSamplesPerMs = 16;
constexpr std::size_t kWindowSamples = 16000;
constexpr int kTraceEvery_ms = 100;

}  // namespace

std::uint8_t device_score(float probability) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(probability * 256.0F), 0L, 255L));
}

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::hit:
      return "hit";
    case Verdict::wrong_word:
      return "wrong word";
    case Verdict::repeat:
      return "repeat";
    case Verdict::false_accept:
      return "false accept";
  }
  return "?";
}

const char* outcome_name(EventOutcome outcome) {
  switch (outcome) {
    case EventOutcome::heard:
      return "heard";
    case EventOutcome::wrong_word:
      return "wrong word";
    case EventOutcome::missed:
      return "missed";
  }
  return "?";
}

double false_accepts_per_hour_bound(const StreamingReport& report) {
  if (report.hours <= 0.0) return 0.0;
  return poisson_upper_bound(std::clamp(report.result.false_accepts, 0, 100000)) / report.hours;
}

Result<std::vector<Posterior>> scene_posteriors(const StreamScene& scene, int labels, int hop_ms,
                                                const InferenceCall& infer, Progress& progress) {
  if (hop_ms < 10 || hop_ms > 1000) {
    return wrong_use(fmt::format(
        "streaming: the hop is {} ms, expected 10 to 1000 ms; 40 is a good start", hop_ms));
  }
  if (scene.samples.size() < kWindowSamples) {
    return Error{fmt::format(
        "streaming: scene '{}' has {} samples, at least {} (one second) are needed; use a longer "
        "recording",
        scene.name, scene.samples.size(), kWindowSamples)};
  }
  const std::size_t hop = static_cast<std::size_t>(hop_ms * kSamplesPerMs);
  const std::size_t windows = (scene.samples.size() - kWindowSamples) / hop + 1;
  std::vector<Posterior> posteriors(windows);
  std::vector<float> probabilities(static_cast<std::size_t>(labels));
  progress.begin("listen to " + scene.name, static_cast<std::int64_t>(windows));
  for (std::size_t i = 0; i < windows; ++i) {
    if (progress.stop_requested()) return Error{"streaming: stopped", ErrorKind::cancelled};
    infer(std::span(scene.samples).subspan(i * hop, kWindowSamples), probabilities);
    posteriors[i].time_ms = static_cast<std::int32_t>((i * hop + kWindowSamples) / kSamplesPerMs);
    for (const float p : probabilities) posteriors[i].scores.push_back(device_score(p));
    progress.update(static_cast<std::int64_t>(i + 1), "");
  }
  progress.end();
  return posteriors;
}

namespace {

bool in_reach(const WordEvent& event, double time_s, int tolerance_ms) {
  return time_s >= event.start_s && time_s <= event.end_s + tolerance_ms / 1000.0;
}

std::vector<Detection> decide(const std::vector<Posterior>& posteriors,
                              std::span<const std::string> labels,
                              const SmoothingOptions& options) {
  std::vector<Detection> detections;
  Smoother smoother(options);
  for (const Posterior& posterior : posteriors) {
    const SmoothedResult result = smoother.add(posterior);
    const std::string& label = labels[static_cast<std::size_t>(result.label)];
    if (!result.is_new || !is_keyword(label)) continue;
    Detection detection;
    detection.label = label;
    detection.time_s = posterior.time_ms / 1000.0;
    detection.score = result.score;
    detections.push_back(detection);
  }
  return detections;
}

// First pass: each report takes the earliest word of its own label that is still unheard.
void match_hits(JudgedScene& scene, int tolerance_ms) {
  for (Detection& detection : scene.detections) {
    for (JudgedEvent& judged : scene.events) {
      if (judged.event.label != detection.label ||
          !in_reach(judged.event, detection.time_s, tolerance_ms))
        continue;
      detection.during = judged.event.label;
      detection.verdict = Verdict::repeat;
      if (judged.outcome == EventOutcome::heard) continue;
      detection.verdict = Verdict::hit;
      judged.outcome = EventOutcome::heard;
      judged.latency_ms = 1000.0 * (detection.time_s - judged.event.end_s);
      break;
    }
  }
}

// Second pass: what is left inside another keyword, if that was not heard, is that word taken for
// another.
void match_wrong_words(JudgedScene& scene, int tolerance_ms) {
  for (Detection& detection : scene.detections) {
    if (detection.verdict != Verdict::false_accept) continue;
    for (JudgedEvent& judged : scene.events) {
      if (!in_reach(judged.event, detection.time_s, tolerance_ms)) continue;
      detection.during = judged.event.label;
      if (!is_keyword(judged.event.label) || judged.outcome != EventOutcome::missed) continue;
      detection.verdict = Verdict::wrong_word;
      judged.outcome = EventOutcome::wrong_word;
      break;
    }
  }
}

}  // namespace

JudgedScene judge_scene(const std::vector<Posterior>& posteriors,
                        const std::vector<WordEvent>& events, std::span<const std::string> labels,
                        const StreamingOptions& options) {
  JudgedScene scene;
  scene.detections = decide(posteriors, labels, options.smoothing);
  for (const WordEvent& event : events) {
    JudgedEvent judged;
    judged.event = event;
    scene.events.push_back(judged);
  }
  match_hits(scene, options.tolerance_ms);
  match_wrong_words(scene, options.tolerance_ms);
  return scene;
}

namespace {

Outcome check_events(const std::vector<StreamScene>& scenes, std::span<const std::string> labels) {
  const std::vector<std::string> known(labels.begin(), labels.end());
  for (const StreamScene& scene : scenes) {
    for (const WordEvent& event : scene.events) {
      if (!is_keyword(event.label)) continue;
      if (std::find(known.begin(), known.end(), event.label) != known.end()) continue;
      return Error{fmt::format(
          "streaming: scene '{}' holds the word '{}', the model knows {}{}; use scenes with its "
          "own words",
          scene.name, event.label, join(known, ", "), did_you_mean(event.label, known))};
    }
  }
  return Done{};
}

void count_scene(StreamingPoint& point, const JudgedScene& scene) {
  for (const JudgedEvent& judged : scene.events) {
    if (!is_keyword(judged.event.label)) continue;
    ++point.words;
    if (judged.outcome == EventOutcome::heard) ++point.heard;
    if (judged.outcome == EventOutcome::missed) ++point.missed;
    if (judged.outcome == EventOutcome::wrong_word) ++point.wrong_words;
  }
  for (const Detection& detection : scene.detections) {
    if (detection.verdict == Verdict::false_accept || detection.verdict == Verdict::repeat)
      ++point.false_accepts;
  }
}

void finish_point(StreamingPoint& point, double hours) {
  point.false_accepts_per_hour = hours > 0.0 ? point.false_accepts / hours : 0.0;
  point.miss_rate = point.words == 0 ? 0.0 : 1.0 - static_cast<double>(point.heard) / point.words;
}

std::vector<TracePoint> trace_of(const std::vector<Posterior>& posteriors,
                                 std::span<const std::string> labels,
                                 const SmoothingOptions& options) {
  std::vector<TracePoint> trace;
  const std::vector<int> keywords = keyword_classes(labels);
  Smoother smoother(options);
  std::int32_t next_ms = 0;
  int peak = 0;  // the highest since the last point, so that no short peak is lost
  for (const Posterior& posterior : posteriors) {
    smoother.add(posterior);
    for (const int keyword : keywords) peak = std::max(peak, smoother.mean(keyword));
    if (posterior.time_ms < next_ms) continue;
    trace.push_back({posterior.time_ms / 1000.0, peak});
    next_ms = posterior.time_ms + kTraceEvery_ms;
    peak = 0;
  }
  return trace;
}

void add_latencies(StreamingReport& report) {
  std::vector<double> latencies;
  for (const JudgedEvent& judged : report.events) {
    if (is_keyword(judged.event.label) && judged.outcome == EventOutcome::heard)
      latencies.push_back(judged.latency_ms);
  }
  if (latencies.empty()) return;
  std::sort(latencies.begin(), latencies.end());
  report.median_latency_ms = quantile_of_sorted(latencies, 0.5);
  report.p95_latency_ms = quantile_of_sorted(latencies, 0.95);
}

using ScenePosteriors = std::vector<std::vector<Posterior>>;

void judge_all(StreamingReport& report, const std::vector<StreamScene>& scenes,
               const ScenePosteriors& posteriors, std::span<const std::string> labels) {
  for (std::size_t s = 0; s < scenes.size(); ++s) {
    JudgedScene judged = judge_scene(posteriors[s], scenes[s].events, labels, report.options);
    count_scene(report.result, judged);
    for (JudgedEvent& event : judged.events) {
      event.scene = static_cast<int>(s);
      report.events.push_back(event);
    }
    for (Detection& detection : judged.detections) {
      detection.scene = static_cast<int>(s);
      report.repeats += detection.verdict == Verdict::repeat ? 1 : 0;
      report.detections.push_back(detection);
    }
    report.traces.push_back(trace_of(posteriors[s], labels, report.options.smoothing));
  }
  report.result.threshold = report.options.smoothing.threshold;
  finish_point(report.result, report.hours);
  add_latencies(report);
}

void sweep_all(StreamingReport& report, const std::vector<StreamScene>& scenes,
               const ScenePosteriors& posteriors, std::span<const std::string> labels) {
  StreamingOptions options = report.options;
  for (int threshold = 0; threshold <= 255; threshold += std::max(1, options.sweep_step)) {
    StreamingPoint point;
    point.threshold = options.smoothing.threshold = threshold;
    for (std::size_t s = 0; s < scenes.size(); ++s) {
      count_scene(point, judge_scene(posteriors[s], scenes[s].events, labels, options));
    }
    finish_point(point, report.hours);
    report.curve.push_back(point);
  }
}

}  // namespace

Result<StreamingReport> streaming_test(const std::vector<StreamScene>& scenes,
                                       std::span<const std::string> labels, const SceneEar& ear,
                                       const StreamingOptions& options) {
  if (scenes.empty())
    return Error{"streaming: there is no scene to listen to; build at least one minute of audio"};
  TADPOLE_TRY(check_events(scenes, labels));
  StreamingReport report;
  report.options = options;
  ScenePosteriors posteriors;
  for (const StreamScene& scene : scenes) {
    posteriors.push_back(TADPOLE_TRY(ear(scene)));
    const double seconds = static_cast<double>(scene.samples.size()) / (1000.0 * kSamplesPerMs);
    report.scene_names.push_back(scene.name);
    report.scene_seconds.push_back(seconds);
    report.hours += seconds / 3600.0;
  }
  judge_all(report, scenes, posteriors, labels);
  sweep_all(report, scenes, posteriors, labels);
  return report;
}

Result<StreamingReport> streaming_test(const std::vector<StreamScene>& scenes,
                                       std::span<const std::string> labels,
                                       const InferenceCall& infer, const StreamingOptions& options,
                                       Progress& progress) {
  const SceneEar ear = [&](const StreamScene& scene) {
    return scene_posteriors(scene, static_cast<int>(labels.size()), options.hop_ms, infer,
                            progress);
  };
  return streaming_test(scenes, labels, ear, options);
}

}  // namespace tadpole
