// SPDX-License-Identifier: Apache-2.0
// The JSON form of a regression's report. Field names are the members' names.
#include <fmt/format.h>

#include "core/eval/json_numbers.h"
#include "core/eval/metrics_json.h"
#include "core/eval/regression.h"

namespace tadpole {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RegressionErrors, n, mae, rmse, r2, max_error, bias)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Residual, name, truth, said)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RegressionGroup, name, errors)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TargetReport, target, errors, guess_mae, mae_by_who, groups,
                                   worst, scatter)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RegressionReport, model, split, origin, rows, who, targets,
                                   warnings)

json regression_to_json(const RegressionReport& report) {
  json j = report;
  static_cast<void>(hold_numbers(j));  // our own structure is never too deep
  return j;
}

Result<RegressionReport> regression_from_json(const json& json_given) {
  TADPOLE_TRY(check_depth(json_given));
  json j = json_given;
  TADPOLE_TRY(hold_numbers(j));
  try {
    return j.get<RegressionReport>();
  } catch (const json::exception& e) {
    return Error{fmt::format(
        "regression: the report does not have the expected form ({}); evaluate again", e.what())};
  }
}

}  // namespace tadpole
