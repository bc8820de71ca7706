// SPDX-License-Identifier: Apache-2.0
#include "core/eval/choose_threshold.h"

namespace tadpole {

void choose_threshold(const Predictions& validation, const ThresholdOptions& options,
                      EvaluationReport& report) {
  if (validation.items.empty() || !report.threshold || !is_confidence(*report.threshold)) return;
  const ThresholdSweep chosen = confidence_sweep(validation, options);
  for (const OperatingPoint& point : report.threshold->points)
    if (point.threshold == chosen.suggested.threshold) report.threshold->suggested = point;
  report.threshold->criterion = "Chosen on the validation split. " + chosen.criterion;
}

double confidence_threshold(const EvaluationReport& report) {
  return report.threshold && is_confidence(*report.threshold)
             ? report.threshold->suggested.threshold
             : 0.0;
}

}  // namespace tadpole
