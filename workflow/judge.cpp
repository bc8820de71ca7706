// SPDX-License-Identifier: Apache-2.0
#include "workflow/judge.h"

#include <fmt/format.h>

#include <cmath>

#include "core/eval/anomaly.h"
#include "core/eval/choose_threshold.h"
#include "core/eval/regression.h"

namespace tadpole {
namespace {

constexpr std::size_t kMostCurvePoints = 500;
constexpr std::size_t kMostRebuiltValues = 2000;

Error nothing_to_test() {
  return Error{
      "there is no test example: nothing is known about new data; collect samples of at least "
      "three people or machines, or raise test_percent"};
}

void quote(Judgement& j, const std::string& goal, const std::string& metric, double value,
           const Interval& interval, const std::string& origin) {
  j.metric = metric, j.value = value, j.low = interval.low, j.high = interval.high;
  j.json["goal"] = goal, j.json["metric"] = metric, j.json["value"] = value;
  j.json["low"] = interval.low, j.json["high"] = interval.high, j.json["origin"] = origin;
}

// Where a threshold is chosen; none where a rest class makes it needless.
Result<Predictions> validation_predictions(const JudgeRequest& r, Progress& progress) {
  if (r.task.wording().expects_rest) return Predictions{};
  return predictions_of(
      TADPOLE_TRY(answer_split(r.examples, Split::validation, r.outputs, r.answer, progress)),
      r.examples.labels());
}

Result<Judgement> judge_classes(const JudgeRequest& r, Progress& progress) {
  const Outputs outputs =
      TADPOLE_TRY(answer_split(r.examples, Split::test, r.outputs, r.answer, progress));
  if (outputs.examples.empty()) return nothing_to_test();
  Judgement j;
  j.predictions = predictions_of(outputs, r.examples.labels());
  const Predictions validation = TADPOLE_TRY(validation_predictions(r, progress));
  EvaluationReport report = TADPOLE_TRY(evaluate(j.predictions, {.model = r.model,
                                                                 .split = "test",
                                                                 .origin = r.examples.origin(),
                                                                 .bootstrap = {},
                                                                 .threshold = {},
                                                                 .calibration_bins = 10,
                                                                 .wording = r.task.wording()}));
  choose_threshold(validation, {}, report);
  if (r.adds_tests)
    TADPOLE_TRY(r.task.add_tests(report, r.project, r.examples, {r.answer, r.stream}, progress));
  j.json = evaluation_to_json(report);
  j.text = evaluation_text(report);
  quote(j, "classify", "accuracy", report.accuracy, report.accuracy_by_speaker, report.origin);
  j.classes = std::move(report);
  return j;
}

// Where the input is one number: x, what the model says and the truth, to draw.
nlohmann::json curve_json(const JudgeRequest& r, const Outputs& outputs) {
  nlohmann::json curve = nlohmann::json::array();
  if (r.examples.values() != 1) return curve;
  const std::size_t step = 1 + outputs.examples.size() / kMostCurvePoints;
  for (std::size_t i = 0; i < outputs.examples.size(); i += step) {
    const Example& e = outputs.examples[i];
    if (e.inputs.empty()) continue;
    curve.push_back({e.inputs[0], outputs.values[i][0], e.targets[0]});
  }
  return curve;
}

Result<Judgement> judge_numbers(const JudgeRequest& r, Progress& progress) {
  const Outputs outputs =
      TADPOLE_TRY(answer_split(r.examples, Split::test, r.outputs, r.answer, progress));
  if (outputs.examples.empty()) return nothing_to_test();
  RegressionPredictions predictions{.targets = r.examples.target_names(), .items = {}};
  for (std::size_t i = 0; i < outputs.examples.size(); ++i) {
    const Example& e = outputs.examples[i];
    const auto& y = outputs.values[i];
    predictions.items.push_back({.name = e.name,
                                 .who = e.who,
                                 .group = e.group,
                                 .truth = {e.targets.begin(), e.targets.end()},
                                 .said = {y.begin(), y.end()}});
  }
  const RegressionReport report = TADPOLE_TRY(evaluate_regression(
      predictions,
      {.model = r.model, .split = "test", .origin = r.examples.origin(), .bootstrap = {}}));
  Judgement j;
  j.json = regression_to_json(report);
  j.json["curve"] = curve_json(r, outputs);
  j.text = regression_text(report);
  const TargetReport& first = report.targets.front();
  quote(j, "regress", "mean absolute error", first.errors.mae, first.mae_by_who, report.origin);
  return j;
}

// --- anomalies

class Scorer {
 public:
  explicit Scorer(const JudgeRequest& request)
      : r_(request),
        rule_(score_rule(request.project.recipe().anomaly.detector)),
        x_(request.examples.values()),
        stored_(request.examples.values()),
        y_(request.outputs) {}

  Result<double> score(Split split, int index) {
    const auto features = TADPOLE_TRY(r_.examples.features(split, index));
    see(*features);
    TADPOLE_TRY(r_.answer(*features, y_));
    return anomaly_score(rule_, x_, y_);
  }
  ScoreRule rule() const { return rule_; }
  const std::vector<float>& input() const { return x_; }
  const std::vector<float>& output() const { return y_; }

 private:
  // The features as the model is given them.
  void see(const Features& features) {
    if (!r_.input) return features.real(x_);
    features.int8(*r_.input, stored_);
    for (std::size_t i = 0; i < x_.size(); ++i)
      x_[i] = static_cast<float>(stored_[i] - r_.input->zero_point) * r_.input->scale;
  }
  const JudgeRequest& r_;
  ScoreRule rule_;
  std::vector<float> x_;
  std::vector<std::int8_t> stored_;
  std::vector<float> y_;
};

bool is_normal(const JudgeRequest& r, const Example& e) {
  return e.label >= 0 && r.examples.labels()[static_cast<std::size_t>(e.label)] ==
                             r.project.recipe().anomaly.normal;
}

// Of one window, or of all windows of a recording: their mean.
struct Scored {
  Example example;
  double score = 0.0;
  int windows = 0;
};

// wanted: which examples of the split.
template <class Wanted, class Seen>
Result<std::vector<Scored>> score_split(const JudgeRequest& r, Scorer& scorer, Split split,
                                        Progress& progress, Wanted wanted, Seen seen) {
  const bool per_recording = r.project.recipe().anomaly.score_of == "recording";
  std::vector<Scored> all;
  const int count = r.examples.size(split);
  progress.begin(fmt::format("{} examples", split_name(split)), count);
  for (int i = 0; i < count; ++i) {
    if (progress.stop_requested())
      return Error{"stopped; run the same command again", ErrorKind::cancelled};
    const Example e = r.examples.at(split, i);
    if (!wanted(e)) continue;
    const double score = TADPOLE_TRY(scorer.score(split, i));
    seen(e, score);
    if (!per_recording || all.empty() || all.back().example.recording != e.recording)
      all.push_back({e, 0.0, 0});
    Scored& last = all.back();
    last.score += (score - last.score) / ++last.windows;
    progress.update(i + 1, "");
  }
  progress.end();
  return all;
}

// Of the normal examples of a split.
Result<std::vector<double>> normal_scores(const JudgeRequest& r, Scorer& scorer, Split split,
                                          Progress& progress) {
  const auto scored = TADPOLE_TRY(score_split(
      r, scorer, split, progress, [&](const Example& e) { return is_normal(r, e); },
      [](const Example&, double) {}));
  std::vector<double> scores;
  for (const Scored& s : scored) scores.push_back(s.score);
  return scores;
}

// Of validation and training together: a handful of validation people or machines alone set a
// threshold that the next one exceeds. Samples that k-NN keeps are at no distance from themselves,
// so there only validation counts, if it has any.
Result<std::vector<double>> threshold_scores(const JudgeRequest& r, Scorer& scorer,
                                             Progress& progress) {
  std::vector<double> scores = TADPOLE_TRY(normal_scores(r, scorer, Split::validation, progress));
  if (r.project.recipe().anomaly.detector == "k_nn" && !scores.empty()) return scores;
  const std::vector<double> more = TADPOLE_TRY(normal_scores(r, scorer, Split::train, progress));
  scores.insert(scores.end(), more.begin(), more.end());
  return scores;
}

nlohmann::json rebuilt_json(const Example& e, bool anomalous, double score, const Scorer& scorer) {
  return {{"name", e.name},
          {"anomalous", anomalous},
          {"score", score},
          {"input", scorer.input()},
          {"output", scorer.output()}};
}

Result<Judgement> judge_anomalies(const JudgeRequest& r, Progress& progress) {
  const AnomalyOptions options{
      .model = r.model,
      .split = "test",
      .origin = r.examples.origin(),
      .max_false_alarms = 0.1,
      .threshold =
          r.project.recipe().anomaly.threshold == "mean_sd"
              ? ThresholdChoice{ThresholdRule::deviations, r.project.recipe().anomaly.deviations}
              : ThresholdChoice{ThresholdRule::percentile, r.project.recipe().anomaly.percentile}};
  Scorer scorer(r);
  const std::vector<double> normal = TADPOLE_TRY(threshold_scores(r, scorer, progress));
  if (r.examples.size(Split::test) == 0) return nothing_to_test();
  nlohmann::json rebuilt = nlohmann::json::array();
  std::array<int, 2> kept{};
  const auto keep_rebuilt = [&](const Example& e, double score) {
    const bool anomalous = !is_normal(r, e);
    if (scorer.rule() == ScoreRule::reconstruction && kept[anomalous ? 1 : 0]++ < 2 &&
        r.examples.values() <= kMostRebuiltValues)
      rebuilt.push_back(rebuilt_json(e, anomalous, score, scorer));
  };
  const auto scored = TADPOLE_TRY(score_split(
      r, scorer, Split::test, progress, [](const Example&) { return true; }, keep_rebuilt));
  std::vector<AnomalyItem> items;
  for (const Scored& s : scored)
    items.push_back(
        {s.example.name, s.example.who, s.example.group, s.score, !is_normal(r, s.example)});
  AnomalyReport report = TADPOLE_TRY(evaluate_anomalies(items, normal, options));
  const double contamination = r.project.recipe().anomaly.contamination_percent;
  if (contamination > 0.0) {
    report.warnings.push_back(
        fmt::format("The training set was contaminated on purpose: anomalies for {:g} % of its "
                    "normal windows were mixed in.",
                    contamination));
  }
  Judgement j;
  j.json = anomaly_to_json(report);
  j.json["detector"] = r.project.recipe().anomaly.detector;
  j.json["reconstructions"] = rebuilt;
  nlohmann::json scores = {{"normal", nlohmann::json::array()},
                           {"anomalous", nlohmann::json::array()}};
  for (const AnomalyItem& item : items)
    scores[item.anomalous ? "anomalous" : "normal"].push_back(item.score);
  j.json["scores"] = scores;
  j.text = anomaly_text(report);
  quote(j, "anomaly", "AUC", report.auc, report.auc_by_who, report.origin);
  return j;
}

}  // namespace

Result<Judgement> judge(const JudgeRequest& request, Progress& progress) {
  switch (request.task.goal(request.project.recipe())) {
    case Goal::classify:
      return judge_classes(request, progress);
    case Goal::regress:
      return judge_numbers(request, progress);
    default:
      return judge_anomalies(request, progress);
  }
}

std::string metric_text(const std::string& metric, double value) {
  if (metric == "accuracy") return fmt::format("accuracy {:.1f} %", 100 * value);
  return fmt::format("{} {:.4g}", metric, value);
}

}  // namespace tadpole
