// SPDX-License-Identifier: Apache-2.0
// evaluation.json of a regression or a detector -> what the page of the run shows.
#pragma once
#include <optional>

#include "core/report/run_report.h"

namespace tadpole {

// Nothing when the JSON is of another goal or damaged. weights: of a tiny model, from
// training.json.
std::optional<RegressionSummary> regression_summary(const nlohmann::json& judged,
                                                    const nlohmann::json& weights);
std::optional<AnomalySummary> anomaly_summary(const nlohmann::json& judged);

}  // namespace tadpole
