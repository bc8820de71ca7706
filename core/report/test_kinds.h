// SPDX-License-Identifier: Apache-2.0
// Tests only: reports of every kind of task, drawn from seeded random numbers as test_report.h does
// for keywords. Nothing in them was measured.
#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/report/encode.h"
#include "core/report/test_report.h"

namespace tadpole {

struct DrawnTask {
  std::string project, template_name;
  Wording wording;
  std::vector<std::string> labels;
  std::vector<std::string> groups;  // may be empty
  int whos = 12;
  int per_class = 6;  // items of each class by each who
  double skill = 4.0;
  std::string origin = "synthetic";
};

inline Predictions drawn_answers(const DrawnTask& task) {
  Predictions p{task.labels, {}};
  for (int who = 0; who < task.whos; ++who) {
    Rng rng = Rng(17).fork(static_cast<std::uint64_t>(who));
    const double skill = task.skill + 0.9 * rng.normal();
    for (std::size_t truth = 0; truth < task.labels.size(); ++truth) {
      for (int k = 0; k < task.per_class; ++k) {
        Prediction item;
        item.clip = "item " + std::to_string(p.items.size());
        item.truth = static_cast<int>(truth);
        item.speaker = task.per_class == 1 ? item.clip : "p" + std::to_string(who);
        if (!task.groups.empty())
          item.group = task.groups[static_cast<std::size_t>(who) % task.groups.size()];
        double sum = 0.0;
        std::vector<double> weights;
        for (std::size_t i = 0; i < task.labels.size(); ++i) {
          weights.push_back(std::exp(1.4 * rng.normal() + (i == truth ? skill : 0.0)));
          sum += weights.back();
        }
        for (const double w : weights) item.probabilities.push_back(static_cast<float>(w / sum));
        p.items.push_back(std::move(item));
      }
    }
  }
  return p;
}

inline DatasetSummary drawn_samples(const DrawnTask& task) {
  DatasetSummary d;
  d.version = "51ce77a09f2c0b4d8835d1f0c6e2b7a4";
  d.origin = task.origin;
  const int n = std::max<int>(1, static_cast<int>(task.labels.size()));
  d.clips = {"", 240 * n, 50 * n, 60 * n};
  d.speakers = {"", 4 * task.whos, task.whos, task.whos};
  Rng rng(9);
  for (const std::string& label : task.labels)
    d.classes.push_back({label, 220 + static_cast<int>(rng.below(40)), 50, 60});
  for (const std::string& group : task.groups) d.groups.push_back({group, 240, 50, 60});
  d.licences = {"CC0: all " + task.wording.items};
  d.sources = {"generator of the template"};
  d.checks = {{"leaking " + task.wording.who, "ok", "Nobody is in two splits.", 0},
              {"duplicates", "warning", "4 " + task.wording.items + " are the same twice.", 4}};
  return d;
}

// Everything but examples and results.
inline RunReport drawn_frame(const DrawnTask& task) {
  RunReport r;
  r.project = task.project;
  r.template_name = task.template_name;
  r.wording = task.wording;
  r.labels = task.labels;
  r.created = "2024-05-04 10:20";
  for (const char* name : {"collect", "preprocess", "train", "evaluate", "optimize", "deploy"}) {
    r.stages.push_back({name, StageState::done, std::string("tadpole ") + name + " " + task.project,
                        4.0, std::string(name) + "/"});
  }
  r.dataset = drawn_samples(task);
  r.training = drawn_training();
  r.deploy = drawn_deploy();
  r.provenance = {{"seed", "1"}, {"tadpole", "0.2.0"}};
  return r;
}

inline void without_accuracy(TrainingSummary& t) {
  for (EpochPoint& e : t.epochs) e.train_accuracy = e.validation_accuracy = 0.0;
}

inline RunReport drawn_classifier(const DrawnTask& task) {
  RunReport r = drawn_frame(task);
  EvaluationOptions options;
  options.model = "int8";
  options.origin = task.origin;
  options.wording = task.wording;
  const Predictions answers = drawn_answers(task);
  r.evaluation = evaluate(answers, options).value();
  r.scores = make_score_table(answers);
  r.optimize = drawn_optimize(*r.evaluation);
  r.optimize->changed = {{"item 3", task.labels[0], task.labels[0], task.labels[1]}};
  return r;
}

// A disc, a box or a triangle on a noisy ground.
inline std::vector<std::uint8_t> drawn_pixels(std::size_t kind, int side, int channels, Rng& rng) {
  std::vector<std::uint8_t> pixels;
  const double x0 = rng.uniform(0.35, 0.65);
  const double y0 = rng.uniform(0.35, 0.65);
  const double size = rng.uniform(0.16, 0.3);
  const double tint[3] = {rng.uniform(0.3, 1.0), rng.uniform(0.3, 1.0), rng.uniform(0.3, 1.0)};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double dx = (x + 0.5) / side - x0;
      const double dy = (y + 0.5) / side - y0;
      const bool in = kind % 3 == 0   ? dx * dx + dy * dy < size * size
                      : kind % 3 == 1 ? std::abs(dx) < size && std::abs(dy) < size
                                      : dy < size && dy > -size && std::abs(dx) < (dy + size) / 2;
      for (int c = 0; c < channels; ++c) {
        const double value =
            in ? 0.35 + 0.6 * tint[c] : 0.2 + 0.2 * tint[2 - c] + 0.05 * rng.normal();
        pixels.push_back(static_cast<std::uint8_t>(255 * std::clamp(value, 0.0, 1.0)));
      }
    }
  }
  return pixels;
}

inline DrawnTask image_task() {
  DrawnTask task;
  task.project = "my-shapes";
  task.template_name = "image";
  task.wording = plain_wording(
      {"picture", "pictures", "scene", "scenes", "rendered pictures", Subject::pictures});
  task.labels = {"cup",     "hand", "plant", "shoe",  "bottle",
                 "bicycle", "cat",  "dog",   "chair", "lamp"};
  task.groups = {"daylight", "lamp light", "dusk"};
  return task;
}

inline RunReport drawn_image_report(DrawnTask task = image_task()) {
  RunReport r = drawn_classifier(task);
  Rng rng(31);
  for (std::size_t label = 0; label < task.labels.size(); ++label) {
    for (int k = 0; k < 2; ++k) {
      Rng same = rng.fork(label * 10 + static_cast<std::uint64_t>(k));
      Rng again = same;
      ExampleClip e =
          make_picture_example(picture_png({96, 96}, 3, drawn_pixels(label, 96, 3, same)),
                               picture_png({24, 24}, 1, drawn_pixels(label, 24, 1, again)));
      e.label = task.labels[label];
      e.speaker = "scene " + std::to_string(10 * label + static_cast<std::size_t>(k));
      e.split = k == 0 ? "train" : "test";
      r.examples.push_back(std::move(e));
    }
  }
  r.features = FeatureSummary{"image",
                              0,
                              0,
                              0.0,
                              0.0,
                              0.0,
                              {{"colour", "grey"}, {"scaling", "area mean"}},
                              "24 \xC3\x97 24 pixels, grey"};
  std::vector<std::uint8_t> sheet = drawn_pixels(1, 144, 3, rng);
  r.training->augmentation_png_base64 = base64(picture_png({144, 144}, 3, sheet));
  return r;
}

// Two classes: is somebody there?
inline RunReport drawn_person_report() {
  DrawnTask task = image_task();
  task.project = "anybody-there";
  task.wording = plain_wording(
      {"picture", "pictures", "person", "people", "rendered pictures", Subject::pictures});
  task.labels = {"nobody", "person"};
  task.origin = "mixed";
  task.per_class = 20;
  task.skill = 2.2;
  return drawn_image_report(task);
}

inline DrawnTask motion_task() {
  DrawnTask task;
  task.project = "my-motion";
  task.template_name = "motion";
  task.wording = plain_wording(
      {"window", "windows", "person", "people", "simulated motion", Subject::movement});
  task.labels = {"rest", "walk", "run", "stairs", "cycle", "wave"};
  task.groups = {"left wrist", "right wrist"};
  task.whos = 14;
  return task;
}

inline RunReport drawn_motion_report() {
  const DrawnTask task = motion_task();
  RunReport r = drawn_classifier(task);
  Rng rng(41);
  for (std::size_t label = 0; label < task.labels.size(); ++label) {
    for (int k = 0; k < 2; ++k) {
      std::vector<float> values;
      const double pace = 0.6 + 0.7 * static_cast<double>(label) + 0.1 * rng.normal();
      for (int t = 0; t < 200; ++t) {
        for (int axis = 0; axis < 6; ++axis) {
          const double swing = label == 0 ? 0.02 : 1.5 + static_cast<double>(label);
          const double scale = axis < 3 ? 1.0 : 40.0;
          values.push_back(static_cast<float>(
              scale * (swing * std::sin(6.28 * pace * t / 100.0 + axis) + 0.15 * rng.normal()) +
              (axis == 2 ? 9.81 : 0.0)));
        }
      }
      ExampleClip e =
          make_trace_example(values, {"acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"}, 2.0);
      e.label = task.labels[label];
      e.speaker = "person " + std::to_string(k + 3);
      e.group = task.groups[static_cast<std::size_t>(k)];
      e.split = "train";
      r.examples.push_back(std::move(e));
    }
  }
  r.features = FeatureSummary{"window",
                              0,
                              0,
                              0.0,
                              0.0,
                              0.0,
                              {{"rate", "100 Hz"}, {"scaling", "by training mean"}},
                              "200 values \xC3\x97 6 channels"};
  return r;
}

inline RunReport drawn_stroke_report() {
  DrawnTask task;
  task.project = "my-wand";
  task.template_name = "stroke";
  task.wording = plain_wording(
      {"stroke", "strokes", "person", "people", "drawn by a program", Subject::movement});
  task.labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  task.skill = 5.0;
  RunReport r = drawn_classifier(task);
  Rng rng(51);
  for (std::size_t label = 0; label < task.labels.size(); ++label) {
    for (int k = 0; k < 3; ++k) {
      ExampleClip e;
      e.label = task.labels[label];
      e.speaker = "person " + std::to_string(k);
      e.split = "train";
      const double turns = 0.4 + 0.25 * static_cast<double>(label);
      for (int t = 0; t < 60; ++t) {
        const double a = 6.28 * turns * t / 60.0 + 0.1 * rng.normal();
        e.stroke.push_back({std::cos(a) * (1 + 0.01 * t), std::sin(a) - 0.02 * t});
      }
      r.examples.push_back(std::move(e));
    }
  }
  r.features =
      FeatureSummary{"raster", 0, 0, 0.0, 0.0, 0.0, {}, "32 \xC3\x97 32 pixels, 3 colours"};
  return r;
}

inline RunReport drawn_table_report() {
  DrawnTask task;
  task.project = "my-table";
  task.template_name = "table";
  task.wording = plain_wording({"row", "rows", "", "", "generated rows", Subject::rows});
  task.labels = {"below", "above"};
  task.groups = {"women", "men"};
  task.whos = 200;
  task.per_class = 1;
  task.skill = 1.9;
  RunReport r = drawn_classifier(task);
  Rng rng(61);
  for (const std::string& label : task.labels) {
    for (int k = 0; k < 3; ++k) {
      ExampleClip e;
      e.label = label;
      e.speaker = "row " + std::to_string(rng.below(900));
      e.split = "train";
      e.row = {{"age", std::to_string(20 + rng.below(50))},
               {"hours per week", std::to_string(15 + rng.below(40))},
               {"years of school", std::to_string(8 + rng.below(10))},
               {"work", k == 1 ? "craft and repair" : "office"}};
      r.examples.push_back(std::move(e));
    }
  }
  r.training->epochs.clear();
  r.training->model = "random forest, 20 trees";
  r.training->macs = 0;
  r.features = FeatureSummary{
      "table", 0, 0, 0.0, 0.0, 0.0, {{"missing values", "mean"}}, "4 columns, 9 values"};
  return r;
}

inline RegressionTarget drawn_target(const std::string& name, const std::string& unit, double scale,
                                     int n) {
  RegressionTarget t{name, unit, 0.0, 0.0, 0.93, {}, {}};
  Rng rng(71);
  for (int i = 0; i < n; ++i) {
    const double truth = scale * rng.uniform(0.2, 1.0);
    const double off = 0.06 * scale * rng.normal();
    t.points.push_back({truth + off, truth});
    t.mae += std::abs(off) / n;
    t.rmse += off * off / n;
  }
  t.rmse = std::sqrt(t.rmse);
  t.mae_interval = {0.9 * t.mae, 1.1 * t.mae, 0.95, "bootstrap over 300 rows, 2000 resamples"};
  return t;
}

inline void compare_by_error(RunReport& r) {
  const RegressionTarget& t = r.regression->targets.front();
  r.optimize = drawn_optimize(EvaluationReport{});
  r.optimize->changed.clear();
  r.optimize->compared_clips = r.regression->items;
  for (ModelForm& form : r.optimize->forms) {
    form.metric = "mean absolute error";
    form.value = form.name == "float" ? 0.99 * t.mae : t.mae;
    form.interval = t.mae_interval;
    form.unit = t.unit;
  }
}

inline DrawnTask number_task(const std::string& project, const std::string& name) {
  DrawnTask task;
  task.project = project;
  task.template_name = name;
  task.wording = plain_wording({"point", "points", "", "", "computed points", Subject::things});
  task.labels = {};
  return task;
}

inline RunReport drawn_sine_report() {
  RunReport r = drawn_frame(number_task("my-sine", "sine"));
  without_accuracy(*r.training);
  RegressionSummary s{"int8", "synthetic", 200, 200, {drawn_target("y", "", 1.0, 200)},
                      "x",    {},          "",  {}};
  Rng rng(81);
  for (int i = 0; i < 200; ++i) {
    const double x = 6.283 * i / 199.0;
    s.curve.push_back({x, std::sin(x) + 0.05 * std::sin(5 * x), std::sin(x) + 0.1 * rng.normal()});
  }
  r.regression = s;
  for (int i = 0; i < 4; ++i) {
    ExampleClip e;
    e.word = "point " + std::to_string(i);
    e.split = "train";
    e.row = {{"x", std::to_string(i)}, {"y", "0.84"}};
    r.examples.push_back(e);
  }
  compare_by_error(r);
  return r;
}

inline RunReport drawn_neuron_report() {
  RunReport r = drawn_frame(number_task("first-neuron", "neuron"));
  without_accuracy(*r.training);
  RegressionSummary s{"float", "synthetic",           6, 6, {drawn_target("y", "", 9.0, 6)}, "x",
                      {},      "w = 1.99, b = -0.98", {}};
  for (int x = -1; x < 5; ++x) s.curve.push_back({1.0 * x, 1.99 * x - 0.98, 2.0 * x - 1});
  r.regression = s;
  return r;
}

inline RunReport drawn_rent_report() {
  DrawnTask task = number_task("my-rents", "table");
  task.wording = plain_wording({"row", "rows", "", "", "generated rows", Subject::rows});
  task.origin = "recorded";
  RunReport r = drawn_frame(task);
  without_accuracy(*r.training);
  r.regression = RegressionSummary{
      "int8",
      "recorded",
      300,
      300,
      {drawn_target("rent", "EUR", 1900.0, 300), drawn_target("area", "m\xC2\xB2", 120.0, 300)},
      "",
      {},
      "",
      {"Only one town is in the data."}};
  compare_by_error(r);
  return r;
}

inline double log_normal(Rng& rng, double middle, double spread) {
  return middle * std::exp(spread * rng.normal());
}

// Fills scores, curve and counts so that they fit together.
inline AnomalySummary drawn_alarms(double middle, double apart, double spread) {
  AnomalySummary a;
  a.model = "int8";
  a.origin = "synthetic";
  a.whos = 4;
  Rng rng(91);
  for (int i = 0; i < 400; ++i) a.normal_scores.push_back(log_normal(rng, middle, spread));
  for (int i = 0; i < 160; ++i)
    a.anomalous_scores.push_back(log_normal(rng, middle * apart, spread * 1.6));
  std::vector<double> sorted = a.normal_scores;
  std::sort(sorted.begin(), sorted.end());
  a.threshold = sorted[380];
  a.threshold_rule = "95th percentile of normal training scores";
  std::vector<Score> scores;
  for (const double s : a.normal_scores) scores.push_back({s, false});
  for (const double s : a.anomalous_scores) scores.push_back({s, true});
  const std::vector<ErrorPoint> curve = error_curve(scores);
  a.auc = area_under_curve(curve);
  a.pauc = a.auc - 0.08;
  a.interval = {a.auc - 0.03, a.auc + 0.02, 0.95, "bootstrap over 4 machines, 2000 resamples"};
  for (const ErrorPoint& p : thinned(curve, 200)) a.roc.push_back({p.false_accept, 1.0 - p.miss});
  for (const double s : a.normal_scores) ++(s > a.threshold ? a.false_alarms : a.passed);
  for (const double s : a.anomalous_scores) ++(s > a.threshold ? a.found : a.missed);
  a.precision = static_cast<double>(a.found) / (a.found + a.false_alarms);
  a.recall = static_cast<double>(a.found) / (a.found + a.missed);
  a.f1 = 2 * a.precision * a.recall / (a.precision + a.recall);
  return a;
}

inline Reconstruction drawn_heartbeat(bool anomalous, double score) {
  Reconstruction r{anomalous ? "ecg 212" : "ecg 17", anomalous, score, {}, {}};
  Rng rng(101);
  for (int t = 0; t < 140; ++t) {
    const double beat = 2.4 * std::exp(-std::pow((t - 60) / 5.0, 2)) -
                        0.7 * std::exp(-std::pow((t - 72) / 6.0, 2)) +
                        0.5 * std::exp(-std::pow((t - 108) / 10.0, 2));
    const double strange = anomalous ? -1.5 * std::exp(-std::pow((t - 90) / 14.0, 2)) : 0.0;
    r.input.push_back(beat + strange + 0.05 * rng.normal());
    r.output.push_back(beat + 0.3 * strange);
  }
  return r;
}

inline void compare_by_auc(RunReport& r) {
  r.optimize = drawn_optimize(EvaluationReport{});
  r.optimize->changed = {{"ecg 212", "anomalous", "alarm", "no alarm"}};
  r.optimize->compared_clips = 560;
  for (ModelForm& form : r.optimize->forms) {
    form.metric = "AUC";
    form.value = r.anomaly->auc;
    form.interval = r.anomaly->interval;
  }
}

inline RunReport drawn_heart_report() {
  DrawnTask task;
  task.project = "my-heart";
  task.template_name = "anomaly";
  task.wording =
      plain_wording({"beat", "beats", "person", "people", "simulated beats", Subject::movement});
  task.labels = {"normal", "anomalous"};
  task.origin = "recorded";
  RunReport r = drawn_frame(task);
  without_accuracy(*r.training);
  r.anomaly = drawn_alarms(0.02, 2.6, 0.4);
  r.anomaly->origin = "recorded";
  r.anomaly->score_name = "reconstruction error";
  r.anomaly->reconstructions = {drawn_heartbeat(false, 0.011), drawn_heartbeat(true, 0.094)};
  for (const bool anomalous : {false, true}) {
    ExampleClip e;
    e.label = anomalous ? "anomalous" : "normal";
    e.speaker = "person 4";
    e.split = "test";
    e.seconds = 0.8;
    e.traces = {{"ecg", drawn_heartbeat(anomalous, 0.0).input}};
    r.examples.push_back(e);
  }
  r.features = FeatureSummary{"window", 0, 0, 0.0, 0.0, 0.0, {}, "140 values"};
  compare_by_auc(r);
  return r;
}

inline RunReport drawn_machine_report() {
  DrawnTask task;
  task.project = "my-fan";
  task.template_name = "anomaly";
  task.wording = plain_wording(
      {"recording", "recordings", "machine", "machines", "simulated machine", Subject::machines});
  task.labels = {"normal", "anomalous"};
  RunReport r = drawn_frame(task);
  r.training->epochs.clear();
  r.training->model = "k-NN, 5 neighbours";
  r.training->parameters = r.training->macs = 0;
  r.anomaly = drawn_alarms(0.4, 6.0, 1.1);
  r.anomaly->score_name = "distance to the 5 nearest";
  r.anomaly->groups = {{"fan 0", 100, 40, 0.97, 0.91},
                       {"fan 2", 100, 40, 0.88, 0.70},
                       {"fan 4", 100, 40, 0.83, 0.64},
                       {"fan 6", 100, 40, 0.79, 0.58}};
  r.anomaly->warnings = {"Only 4 machines in the test split: other machines may differ more."};
  Rng rng(111);
  for (const char* label : {"normal", "anomalous"}) {
    ExampleClip e = make_example(drawn_clip(rng), 49, 40, drawn_features(rng));
    e.label = label;
    e.speaker = "fan 2";
    e.split = "test";
    r.examples.push_back(std::move(e));
  }
  r.features = FeatureSummary{"log-mel", 49, 40, 20.0, 0.0, 8000.0, {}, ""};
  compare_by_auc(r);
  return r;
}

struct DrawnKind {
  std::string name;
  RunReport report;
};
// One of each, drawn once.
inline const std::vector<DrawnKind>& drawn_kinds() {
  static const std::vector<DrawnKind> kinds = {
      {"image", drawn_image_report()},   {"person", drawn_person_report()},
      {"motion", drawn_motion_report()}, {"stroke", drawn_stroke_report()},
      {"table", drawn_table_report()},   {"sine", drawn_sine_report()},
      {"neuron", drawn_neuron_report()}, {"rent", drawn_rent_report()},
      {"heart", drawn_heart_report()},   {"machine", drawn_machine_report()}};
  return kinds;
}
inline const RunReport& drawn_kind(const std::string& name) {
  for (const DrawnKind& kind : drawn_kinds()) {
    if (kind.name == name) return kind.report;
  }
  return drawn_kinds().front().report;
}

}  // namespace tadpole
