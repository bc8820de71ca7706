// SPDX-License-Identifier: Apache-2.0
// Tests only: a full report drawn from seeded random numbers, to test the page and to look at it.
// Nothing in it was measured.
#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/report/run_report.h"

namespace tadpole {

inline const std::vector<std::string>& drawn_labels() {
  static const std::vector<std::string> labels = {
      "silence", "unknown", "yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"};
  return labels;
}

// The right class gets a head start; "go" and "no", "off" and "up" are easily mixed up.
inline std::vector<float> drawn_probabilities(int truth, double skill, Rng& rng) {
  std::vector<double> logits;
  for (std::size_t i = 0; i < drawn_labels().size(); ++i) logits.push_back(1.5 * rng.normal());
  logits[static_cast<std::size_t>(truth)] += skill;
  if (truth == 11) logits[3] += 0.7 * skill;
  if (truth == 9) logits[4] += 0.6 * skill;
  double sum = 0.0;
  for (double& v : logits) sum += v = std::exp(v);
  std::vector<float> probabilities;
  for (const double v : logits) probabilities.push_back(static_cast<float>(v / sum));
  return probabilities;
}

inline Predictions drawn_predictions(std::uint64_t seed = 3) {
  Predictions p{drawn_labels(), {}};
  const char* groups[] = {"British", "Scottish", "American", "Indian", "Caribbean"};
  for (std::uint64_t speaker = 0; speaker < 38; ++speaker) {
    Rng rng = Rng(seed).fork(speaker);
    const std::size_t group = speaker < 2 ? 4 : speaker % 4;
    const double skill = (group == 1 ? 4.2 : 5.6) + 0.8 * rng.normal();
    for (int truth = 0; truth < 12; ++truth) {
      for (int k = 0; k < 4; ++k) {
        Prediction item;
        item.clip = "clips/" + std::to_string(speaker) + ".wav";
        item.truth = truth;
        item.speaker = std::to_string(speaker);
        item.group = groups[group];
        item.probabilities = drawn_probabilities(truth, truth == 0 ? 9.0 : skill, rng);
        p.items.push_back(std::move(item));
      }
    }
  }
  return p;
}

// A hum that comes and goes, with harmonics: looks and sounds a little like a word.
inline std::vector<std::int16_t> drawn_clip(Rng& rng) {
  std::vector<std::int16_t> samples(16000);
  const double pitch = rng.uniform(90, 220);
  const double start = rng.uniform(0.2, 0.35);
  const double length = rng.uniform(0.3, 0.5);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / 16000.0;
    const double part = (t - start) / length;
    const double swell = part > 0 && part < 1 ? std::sin(3.14159 * part) : 0.0;
    double value = 0.01 * rng.normal();
    for (int h = 1; h < 12; ++h)
      value += swell * 0.16 / h * std::sin(6.28318 * pitch * h * (t - 0.1 * t * t));
    samples[i] = static_cast<std::int16_t>(32767 * std::max(-1.0, std::min(1.0, value)));
  }
  return samples;
}

inline std::vector<float> drawn_features(Rng& rng) {
  std::vector<float> features;
  const double start = rng.uniform(8, 14);
  const double length = rng.uniform(14, 24);
  const double tilt = rng.uniform(-0.3, 0.3);
  const double low = rng.uniform(5, 12);
  for (int t = 0; t < 49; ++t) {
    const double part = (t - start) / length;
    const double swell = part > 0 && part < 1 ? std::sin(3.14159 * part) : 0.0;
    for (int band = 0; band < 40; ++band) {
      double value = 0.12 * rng.uniform();
      for (int f = 1; f < 4; ++f)
        value += swell * std::exp(-std::pow((band - low * f - tilt * (t - start)) / 2.2, 2)) / f;
      features.push_back(static_cast<float>(value));
    }
  }
  return features;
}

inline StreamingReport draw_streaming() {
  StreamScene scenes[2];
  scenes[0].name = "quiet room";
  scenes[1].name = "kitchen, 10 dB";
  Rng rng(11);
  for (StreamScene& scene : scenes) {
    scene.samples.assign(16000 * 240, 0);
    for (double t = 3; t < 235; t += rng.uniform(2.2, 5.0)) {
      const int label = rng.uniform() < 0.25 ? 1 : 2 + static_cast<int>(rng.below(10));
      const double end = t + rng.uniform(0.45, 0.75);
      scene.events.push_back({drawn_labels()[static_cast<std::size_t>(label)], t, end});
      int heard = label;
      if (rng.uniform() < (scene.name == "quiet room" ? 0.05 : 0.15))
        heard = 1 + static_cast<int>(rng.below(11));
      for (auto i = static_cast<std::size_t>(t * 16000); i < static_cast<std::size_t>(end * 16000);
           ++i) {
        scene.samples[i] = static_cast<std::int16_t>(heard);
      }
    }
  }
  const InferenceCall ear = [](std::span<const std::int16_t> window, std::span<float> out) {
    std::fill(out.begin(), out.end(), 0.0F);
    std::vector<int> seen(out.size(), 0);
    for (std::size_t i = 0; i < window.size(); i += 40) ++seen[static_cast<std::size_t>(window[i])];
    int best = 0;
    for (std::size_t k = 1; k < seen.size(); ++k) {
      if (seen[k] > 90 && seen[k] > seen[static_cast<std::size_t>(best)] * (best == 0 ? 0 : 1))
        best = static_cast<int>(k);
    }
    out[static_cast<std::size_t>(best)] = 0.97F;
    out[0] += 0.03F;
  };
  StreamingOptions options;
  options.smoothing.threshold = 140;
  options.hop_ms = 50;
  SilentProgress progress;
  return streaming_test({scenes[0], scenes[1]}, drawn_labels(), ear, options, progress).value();
}

// Half a second of work: done once.
inline const StreamingReport& drawn_streaming() {
  static const StreamingReport report = draw_streaming();
  return report;
}

inline DatasetSummary drawn_dataset(const std::string& origin) {
  DatasetSummary d;
  d.version = "9f2c1e77a0b4d8835d1f0c6e2b7a4490";
  d.origin = origin;
  d.hours = 1.61;
  d.clips = {"", 3980, 912, 1824};
  d.speakers = {"", 112, 19, 38};
  Rng rng(5);
  for (const std::string& label : drawn_labels()) {
    d.classes.push_back(
        {label, 300 + static_cast<int>(rng.below(60)), 70 + static_cast<int>(rng.below(20)), 152});
  }
  d.groups = {{"British", 1200, 240, 432},
              {"Scottish", 820, 190, 432},
              {"American", 1100, 250, 432},
              {"Indian", 760, 200, 432},
              {"Caribbean", 100, 32, 96}};
  d.licences = {"CC BY 4.0: 6716 clips"};
  d.consents = {"given by the speakers of the collection"};
  d.sources = {"folder speech-commands"};
  d.checks = {{"leaking speaker", "ok", "No speaker is in two splits.", 0},
              {"duplicate audio", "ok", "No audio stands under two labels.", 0},
              {"clipped", "warning", "14 clips are clipped for more than 1 % of their length.", 14},
              {"silent", "ok", "No word clip is silent.", 0},
              {"too short", "warning", "3 recordings are shorter than 0.4 s.", 3}};
  return d;
}

inline TrainingSummary drawn_training() {
  TrainingSummary t;
  t.model = "ds_cnn";
  Rng rng(8);
  for (int e = 1; e <= 36; ++e) {
    const double left = std::exp(-e / 7.0);
    t.epochs.push_back({e, 0.18 + 2.1 * left + 0.015 * rng.normal(),
                        0.31 + 1.9 * left + 0.03 * rng.normal(),
                        0.955 - 0.75 * left + 0.004 * rng.normal(),
                        0.912 - 0.7 * left + 0.008 * rng.normal(), 0.001});
  }
  t.best_epoch = 31;
  t.parameters = 24908;
  t.macs = 2656768;
  t.stopped_because = "no better validation loss for 5 epochs";
  t.layers_text =
      "conv2d filters=64 kernel=10x4 stride=2x2        25x5x64    2624   320000\n"
      "depthwise_conv2d kernel=3x3                     25x5x64     640    72000\n";
  t.options = {
      {"optimizer", "adam"}, {"batch", "64"}, {"learning rate", "0.001, cosine"}, {"seed", "1"}};
  return t;
}

inline OptimizeSummary drawn_optimize(const EvaluationReport& e) {
  OptimizeSummary o;
  o.forms = {{"float", e.accuracy + 0.001, e.accuracy_by_speaker, 99632, 99632, e.macro_f1 + 0.001},
             {"int8", e.accuracy, e.accuracy_by_speaker, 31704, 25408, e.macro_f1}};
  Rng rng(6);
  const char* kinds[] = {"conv2d",    "depthwise", "pointwise", "depthwise",
                         "pointwise", "depthwise", "pointwise", "depthwise",
                         "pointwise", "pool",      "dense",     "softmax"};
  int i = 0;
  for (const char* kind : kinds) {
    const double db = 38 - 0.9 * i + 3 * rng.normal();
    o.layers.push_back({std::string(kind) + "_" + std::to_string(i++), 0.01, 0.7, db});
  }
  o.compared_clips = e.clips;
  o.changed = {{"clips/17.wav", "go", "go", "no"}, {"clips/3.wav", "off", "up", "off"}};
  o.calibration_clips = 300;
  return o;
}

inline DeploySummary drawn_deploy() {
  DeploySummary d;
  d.model_file = "build/my-words.tflite";
  std::size_t previous = 0;
  const std::size_t sizes[] = {8000, 8000, 8000, 8000, 8000, 8000, 8000, 8000, 8000, 64, 12, 12};
  for (int i = 0; i < 12; ++i) {
    const std::size_t offset = i % 2 == 0 ? 0 : 8192;
    d.plan.buffers.push_back(
        {"activation " + std::to_string(i), offset, sizes[i], i, std::min(i + 1, 11)});
    d.plan.buffers.push_back(
        {"scratch of " + std::to_string(i), 16384, i < 9 ? 1500U + 300U * (i % 3) : 64U, i, i});
    previous = offset;
    d.operators.push_back(i == 0       ? "CONV_2D"
                          : i > 10     ? "SOFTMAX"
                          : i > 9      ? "FULLY_CONNECTED"
                          : i > 8      ? "MEAN"
                          : i % 2 == 1 ? "DEPTHWISE_CONV_2D"
                                       : "CONV_2D");
  }
  d.plan.buffers.push_back({"input", 8192 + previous % 2, 490, 0, 0});
  d.plan.arena_bytes = 18560;
  BoardResult b;
  b.board = "virtual-m4";
  b.status = "run";
  b.flash_bytes = 58312;
  b.flash_limit = 1048576;
  b.ram_bytes = 24880;
  b.ram_limit = 262144;
  b.arena_bytes = 18560;
  b.instructions_features = 1204311;
  b.instructions_inference = 4880233;
  b.estimated_ms = 95.1;
  b.estimated_mj = 1.62;
  b.host_equal = true;
  b.compared_clips = 40;
  d.boards = {b};
  b.board = "tiny-m0";
  b.status = "refused";
  b.reason =
      "needs 58 312 bytes of flash, the board has 32 768; choose tiny_conv or another board.";
  b.flash_limit = 32768;
  b.ram_limit = 8192;
  b.host_equal = false;
  d.boards.push_back(b);
  return d;
}

inline RunReport draw_report(const std::string& origin) {
  RunReport r;
  r.project = "my-words";
  r.template_name = "keyword";
  r.labels = drawn_labels();
  r.created = "2024-05-04 10:20";
  const char* names[] = {"collect", "preprocess", "train", "evaluate", "optimize", "deploy"};
  const double seconds[] = {12.2, 3.4, 214.0, 4.8, 2.2, 19.5};
  for (int i = 0; i < 6; ++i) {
    r.stages.push_back({names[i], StageState::done,
                        std::string("tadpole ") + names[i] + " my-words", seconds[i],
                        std::string("build/") + names[i]});
  }
  r.stages[0].command = "tadpole collect my-words --import speech-commands";
  r.stages.push_back({"monitor", StageState::not_run, "", 0.0, ""});
  r.dataset = drawn_dataset(origin);
  Rng rng(21);
  for (const std::string& label : drawn_labels()) {
    for (int k = 0; k < 3; ++k) {
      ExampleClip example = make_example(drawn_clip(rng), 49, 40, drawn_features(rng));
      example.label = label;
      example.word = label == "unknown" ? "bed" : label;
      example.speaker = "speaker " + std::to_string(100 + rng.below(900));
      example.origin = origin;
      r.examples.push_back(std::move(example));
    }
  }
  r.features = FeatureSummary{"micro_frontend",
                              49,
                              40,
                              20.0,
                              125,
                              7500,
                              {{"window", "30 ms"},
                               {"stride", "20 ms"},
                               {"bands", "40, 125 to 7500 Hz"},
                               {"noise reduction", "on"},
                               {"gain control", "PCAN"},
                               {"arithmetic", "fixed point"}}};
  r.training = drawn_training();
  EvaluationOptions options;
  options.model = "int8";
  options.origin = origin;
  r.evaluation = evaluate(drawn_predictions(), options).value();
  r.evaluation->streaming = drawn_streaming();
  r.scores = make_score_table(drawn_predictions());
  r.optimize = drawn_optimize(*r.evaluation);
  r.deploy = drawn_deploy();
  r.provenance = {{"dataset", "9f2c1e77a0b4d883"},
                  {"features", "77aa0b4d8835d1f0"},
                  {"model", "c6e2b7a449055e01"},
                  {"tflite", "3b80b9d5508a2c44"},
                  {"seed", "1"},
                  {"tadpole", "0.1.0"},
                  {"compiler", "arm-none-eabi-g++ 12.2"},
                  {"threads", "2"}};
  r.card.owner = "class 8b";
  return r;
}

// Drawn once per origin; tests change their copy.
inline RunReport drawn_report(const std::string& origin = "recorded") {
  static const RunReport recorded = draw_report("recorded");
  static const RunReport synthetic = draw_report("synthetic");
  return origin == "synthetic" ? synthetic : recorded;
}

}  // namespace tadpole
