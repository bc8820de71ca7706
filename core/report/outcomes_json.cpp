// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "core/report/report_json.h"

namespace tadpole {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PredictedPoint, predicted, truth)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RegressionTarget, name, unit, mae, rmse, r2, mae_interval,
                                   points)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CurvePoint, x, predicted, truth)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AlarmRates, false_alarms, found)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AnomalySlice, name, normal, anomalous, auc, pauc)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Reconstruction, name, anomalous, score, input, output)

void to_json(json& nlohmann_json_j, const RegressionSummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_TO, model, origin, items, whos, targets,
                                           input_name, curve, weights, warnings))
}

void from_json(const json& nlohmann_json_j, RegressionSummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM, model, origin, items, whos, targets,
                                           input_name, curve, weights, warnings))
}

void to_json(json& nlohmann_json_j, const AnomalySummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(
      NLOHMANN_JSON_TO, model, origin, score_name, whos, auc, pauc, pauc_limit, interval, threshold,
      threshold_rule, normal_scores, anomalous_scores, roc, found, missed, false_alarms, passed,
      precision, recall, f1, groups, reconstructions, warnings))
}

void from_json(const json& nlohmann_json_j, AnomalySummary& nlohmann_json_t){
    NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM, model, origin, score_name, whos,
                                             auc, pauc, pauc_limit, interval, threshold,
                                             threshold_rule, normal_scores, anomalous_scores, roc,
                                             found, missed, false_alarms, passed, precision, recall,
                                             f1, groups, reconstructions, warnings))}

Outcome check_anomaly(const AnomalySummary& summary) {
  for (const Reconstruction& r : summary.reconstructions) {
    if (r.input.size() == r.output.size()) continue;
    return Error{fmt::format(
        "report: the reconstruction of '{}' has {} values, its input {}; write the report again",
        r.name, r.output.size(), r.input.size())};
  }
  return Done{};
}

}  // namespace tadpole
