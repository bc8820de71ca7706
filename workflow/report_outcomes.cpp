// SPDX-License-Identifier: Apache-2.0
#include "workflow/report_outcomes.h"

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/eval/anomaly.h"
#include "core/eval/regression.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

// "w = 1.998, b = -0.995" of a single neuron, else all in a row.
std::string weights_text(const Json& weights) {
  std::vector<std::string> numbers;
  for (const Json& w : weights)
    if (w.is_number()) numbers.push_back(fmt::format("{:.4g}", w.get<double>()));
  if (numbers.size() == 2) return "w = " + numbers[0] + ", b = " + numbers[1];
  return join(numbers, ", ");
}

std::vector<double> numbers_of(const Json& list) {
  std::vector<double> values;
  for (const Json& value : list)
    if (value.is_number()) values.push_back(value.get<double>());
  return values;
}

RegressionTarget target_summary(const TargetReport& t) {
  RegressionTarget target{.name = t.target,
                          .unit = "",
                          .mae = t.errors.mae,
                          .rmse = t.errors.rmse,
                          .r2 = t.errors.r2,
                          .mae_interval = t.mae_by_who,
                          .points = {}};
  for (const Residual& r : t.scatter) target.points.push_back({r.said, r.truth});
  return target;
}

std::string score_name(const std::string& detector) {
  if (detector == "autoencoder") return "reconstruction error";
  if (detector == "k_means") return "distance to the nearest centre";
  if (detector == "k_nn") return "distance to the nearest training sample";
  return "Mahalanobis distance";
}

}  // namespace

std::optional<RegressionSummary> regression_summary(const Json& judged, const Json& weights) {
  if (json_text(judged, "goal") != "regress") return std::nullopt;
  const auto read = regression_from_json(judged);
  if (!read.ok()) return std::nullopt;
  const RegressionReport& r = read.value();
  RegressionSummary s{.model = r.model,
                      .origin = r.origin,
                      .items = r.rows,
                      .whos = r.who,
                      .targets = {},
                      .input_name = "x",
                      .curve = {},
                      .weights = weights_text(weights),
                      .warnings = r.warnings};
  for (const TargetReport& t : r.targets) s.targets.push_back(target_summary(t));
  for (const Json& point : json_list(judged, "curve")) {
    const std::vector<double> p = numbers_of(point);
    if (p.size() == 3) s.curve.push_back({p[0], p[1], p[2]});
  }
  return s;
}

std::optional<AnomalySummary> anomaly_summary(const Json& judged) {
  if (json_text(judged, "goal") != "anomaly") return std::nullopt;
  const auto read = anomaly_from_json(judged);
  if (!read.ok()) return std::nullopt;
  const AnomalyReport& r = read.value();
  AnomalySummary s;
  s.model = r.model, s.origin = r.origin;
  s.score_name = score_name(json_text(judged, "detector"));
  s.whos = r.who;
  s.auc = r.auc, s.pauc = r.partial_auc, s.pauc_limit = r.max_false_alarms;
  s.interval = r.auc_by_who;
  s.threshold = r.chosen.threshold, s.threshold_rule = r.chosen.rule;
  const Json scores = judged.contains("scores") ? judged["scores"] : Json::object();
  s.normal_scores = numbers_of(json_list(scores, "normal"));
  s.anomalous_scores = numbers_of(json_list(scores, "anomalous"));
  for (const ErrorPoint& p : r.curve) s.roc.push_back({p.false_accept, 1.0 - p.miss});
  s.found = r.chosen.alarms, s.missed = r.chosen.misses;
  s.false_alarms = r.chosen.false_alarms, s.passed = r.chosen.rests;
  s.precision = r.chosen.precision, s.recall = r.chosen.recall, s.f1 = r.chosen.f1;
  for (const AnomalyGroup& g : r.groups) {
    if (g.auc)
      s.groups.push_back({g.name, g.normal, g.anomalous, *g.auc, g.partial_auc.value_or(0.0)});
  }
  for (const Json& item : json_list(judged, "reconstructions")) {
    s.reconstructions.push_back(
        {.name = json_text(item, "name"),
         .anomalous = item.contains("anomalous") && item["anomalous"] == true,
         .score = json_number(item, "score"),
         .input = numbers_of(json_list(item, "input")),
         .output = numbers_of(json_list(item, "output"))});
  }
  s.warnings = r.warnings;
  return s;
}

}  // namespace tadpole
