// SPDX-License-Identifier: Apache-2.0
// The test that matters in a room: long audio with words at known times. How often does the device
// react to nothing (false accepts per hour), how many words does it miss, how late is it? Sources:
// Chen et al., Small-footprint keyword spotting using deep neural networks (2014): posterior
// smoothing, false alarms against misses; Banbury et al., MLPerf Tiny Benchmark (2021).
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/eval/smoothing.h"

namespace tadpole {

struct WordEvent {
  std::string label;  // a keyword; events of other labels (unknown words) are no targets
  double start_s = 0.0;
  double end_s = 0.0;
};

struct StreamScene {
  std::string name;                   // "room, 10 dB"
  std::vector<std::int16_t> samples;  // 16 kHz mono
  std::vector<WordEvent> events;
};

// window: [16000] samples; probabilities: [labels], to be filled.
using InferenceCall =
    std::function<void(std::span<const std::int16_t> window, std::span<float> probabilities)>;

struct StreamingOptions {
  int hop_ms = 40;          // a 1 s window every so often, 10..1000
  int tolerance_ms = 1500;  // a word may be reported until so long after its end
  SmoothingOptions smoothing;
  int sweep_step = 5;  // thresholds 0, 5, 10 ... 255 for the operating curve
};

// How each report of the device is judged.
enum class Verdict { hit, wrong_word, repeat, false_accept };
const char* verdict_name(Verdict verdict);

struct Detection {
  int scene = 0;
  std::string label;
  double time_s = 0.0;
  int score = 0;  // smoothed, 0..255
  Verdict verdict = Verdict::false_accept;
  std::string during;  // label of the event it fell into, "" for none
};

enum class EventOutcome { heard, wrong_word, missed };
const char* outcome_name(EventOutcome outcome);

struct JudgedEvent {
  int scene = 0;
  WordEvent event;
  EventOutcome outcome = EventOutcome::missed;
  double latency_ms = 0.0;  // from the word's end to the report; only when heard; may be negative
};

struct StreamingPoint {
  int threshold = 0;
  int words = 0, heard = 0, missed = 0, wrong_words = 0;
  int false_accepts = 0;  // reports of a keyword that nobody said then, repeats included
  double false_accepts_per_hour = 0.0;
  double miss_rate = 0.0;  // of the words: missed or taken for another
};

// The smoothed score of the strongest keyword over time, for the picture.
struct TracePoint {
  double time_s = 0.0;
  int score = 0;
};

struct StreamingReport {
  StreamingOptions options;
  std::vector<std::string> scene_names;
  std::vector<double> scene_seconds;
  double hours = 0.0;
  StreamingPoint result;           // at options.smoothing.threshold
  int repeats = 0;                 // of result.false_accepts: the same word reported twice
  double median_latency_ms = 0.0;  // over the heard words; 0 when none was heard
  double p95_latency_ms = 0.0;
  std::vector<JudgedEvent> events;
  std::vector<Detection> detections;
  std::vector<StreamingPoint> curve;            // ascending threshold
  std::vector<std::vector<TracePoint>> traces;  // per scene, at most every 100 ms
};

// The rate of false accepts that this much audio cannot exclude, 95 % one-sided: ten quiet minutes
// still allow 18 per hour. 0 when there is no audio.
double false_accepts_per_hour_bound(const StreamingReport& report);

// The scores of every window. Fails when the scene is shorter than one window, on a hop
// outside 10..1000 ms, or when stopped. Cost: one inference per hop.
Result<std::vector<Posterior>> scene_posteriors(const StreamScene& scene, int labels, int hop_ms,
                                                const InferenceCall& infer, Progress& progress);

// The scores over a scene, by whatever listens to it.
using SceneEar = std::function<Result<std::vector<Posterior>>(const StreamScene& scene)>;

// A probability as the device's int8 output says it: (probability * 256) rounded, at most 255.
std::uint8_t device_score(float probability);

// The smoothed decisions at one threshold, judged against the events. labels: of the model, in
// class order.
struct JudgedScene {
  std::vector<JudgedEvent> events;
  std::vector<Detection> detections;
};
JudgedScene judge_scene(const std::vector<Posterior>& posteriors,
                        const std::vector<WordEvent>& events, std::span<const std::string> labels,
                        const StreamingOptions& options);

// All scenes, the operating curve and the pictures' data. Fails with no scene, an event of a label
// the model lacks, or as scene_posteriors() does.
Result<StreamingReport> streaming_test(const std::vector<StreamScene>& scenes,
                                       std::span<const std::string> labels,
                                       const InferenceCall& infer, const StreamingOptions& options,
                                       Progress& progress);
// The same for a model that hears a scene as one stream. Fails as the ear does.
Result<StreamingReport> streaming_test(const std::vector<StreamScene>& scenes,
                                       std::span<const std::string> labels, const SceneEar& ear,
                                       const StreamingOptions& options);

}  // namespace tadpole
