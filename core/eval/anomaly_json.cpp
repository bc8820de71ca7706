// SPDX-License-Identifier: Apache-2.0
// The JSON form of a detector's report. Field names are the members' names; what is not there is
// left out.
#include <fmt/format.h>

#include "core/eval/anomaly.h"
#include "core/eval/json_numbers.h"
#include "core/eval/metrics_json.h"

namespace tadpole {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AlarmPoint, rule, threshold, alarms, misses, false_alarms, rests,
                                   false_alarm_rate, accuracy, precision, recall, f1)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ScoreHistogram, low, high, normal, anomalous)

inline void to_json(json& j, const AnomalyGroup& g) {
  j = {{"name", g.name}, {"normal", g.normal}, {"anomalous", g.anomalous}};
  if (g.auc) j["auc"] = *g.auc;
  if (g.partial_auc) j["partial_auc"] = *g.partial_auc;
}
inline void from_json(const json& j, AnomalyGroup& g) {
  j.at("name").get_to(g.name);
  j.at("normal").get_to(g.normal);
  j.at("anomalous").get_to(g.anomalous);
  if (j.contains("auc")) g.auc = j.at("auc").get<double>();
  if (j.contains("partial_auc")) g.partial_auc = j.at("partial_auc").get<double>();
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AnomalyReport, model, split, origin, normal, anomalous, who, auc,
                                   auc_by_who, partial_auc, max_false_alarms, equal_error, chosen,
                                   others, curve, histogram, groups, warnings)

json anomaly_to_json(const AnomalyReport& report) {
  json j = report;
  static_cast<void>(hold_numbers(j));  // our own structure is never too deep
  return j;
}

Result<AnomalyReport> anomaly_from_json(const json& json_given) {
  TADPOLE_TRY(check_depth(json_given));
  json j = json_given;
  TADPOLE_TRY(hold_numbers(j));
  AnomalyReport report;
  try {
    report = j.get<AnomalyReport>();
  } catch (const json::exception& e) {
    return Error{fmt::format(
        "anomaly: the report does not have the expected form ({}); evaluate again", e.what())};
  }
  if (report.histogram.normal.size() != report.histogram.anomalous.size())
    return Error{"anomaly: the histogram's two rows differ in length; evaluate again"};
  for (AnomalyGroup& g : report.groups)
    if (g.auc.has_value() != g.partial_auc.has_value())
      return Error{"anomaly: a group has one of two areas only; evaluate again"};
  return report;
}

}  // namespace tadpole
