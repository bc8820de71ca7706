// SPDX-License-Identifier: Apache-2.0
#include "core/report/run_report.h"

#include <algorithm>

namespace tadpole {

ScoreTable make_score_table(const Predictions& predictions, std::size_t limit) {
  TADPOLE_EXPECT(predictions.labels.size() <= 255);
  ScoreTable table;
  table.labels = predictions.labels;
  const std::size_t n = predictions.items.size();
  const std::size_t kept = std::min(n, limit);
  for (std::size_t k = 0; k < kept; ++k) {
    const Prediction& item = predictions.items[k * n / kept];
    table.truths.push_back(static_cast<std::uint8_t>(item.truth));
    table.tops.push_back(static_cast<std::uint8_t>(top_class(item.probabilities)));
    for (const double p : item.probabilities) {
      table.scores.push_back(static_cast<std::uint8_t>(std::clamp(p * 255.0, 0.0, 255.0)));
    }
  }
  return table;
}

std::string report_origin_tag(const RunReport& report) {
  if (report.dataset) return origin_tag(report.dataset->origin, report.wording);
  if (report.evaluation) return origin_tag(report.evaluation->origin, report.wording);
  if (report.regression) return origin_tag(report.regression->origin, report.wording);
  if (report.anomaly) return origin_tag(report.anomaly->origin, report.wording);
  return "";
}

}  // namespace tadpole
