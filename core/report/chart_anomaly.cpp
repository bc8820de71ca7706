// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

constexpr PlotBox kScoreBox{44, 30, 300, 190};

// Scores span decades more often than not: then equal steps are equal factors. What lies above
// high falls into the last bin.
struct ScoreAxis {
  double low = 0.0, high = 1.0;
  bool logarithmic = false;
  double part(double score) const {  // 0..1
    if (!std::isfinite(score)) return 1.0;
    const double held = std::clamp(score, low, high);
    const double p = logarithmic
                         ? (std::log(held) - std::log(low)) / (std::log(high) - std::log(low))
                         : (held - low) / (high - low);
    return p >= 0.0 ? std::min(p, 1.0) : 0.0;  // no number where the range overflows
  }
};

std::vector<double> sorted_scores(const AnomalySummary& a) {
  std::vector<double> all = a.normal_scores;
  all.insert(all.end(), a.anomalous_scores.begin(), a.anomalous_scores.end());
  all.push_back(a.threshold);
  std::erase_if(all, [](double v) { return !std::isfinite(v); });
  std::sort(all.begin(), all.end());
  return all;
}

ScoreAxis score_axis(const AnomalySummary& a) {
  const std::vector<double> all = sorted_scores(a);
  if (all.empty()) return {};
  ScoreAxis axis{all.front(), all.back(), false};
  const double middle = all[all.size() / 2];
  constexpr double kDecades = 30.0;  // the largest score over the middle one
  axis.logarithmic = axis.low > 0.0 && axis.high > kDecades * middle;
  if (!(axis.high > axis.low)) axis.high = axis.low + std::max(1.0, std::abs(axis.low));
  return axis;
}

std::vector<Tick> score_ticks(const ScoreAxis& axis) {
  if (!axis.logarithmic) {
    std::vector<Tick> ticks = round_ticks(axis.low, axis.high, 5);
    for (Tick& tick : ticks) tick.value = axis.part(tick.value);
    return ticks;
  }
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::ceil(std::log10(axis.low)));
  const int last = static_cast<int>(std::floor(std::log10(axis.high)));
  const int step = std::max(1, (last - first) / 6);
  for (int decade = first; decade <= last; decade += step) {
    const double value = std::pow(10.0, decade);
    ticks.push_back({axis.part(value), fmt::format("{:g}", value)});
  }
  return ticks;
}

constexpr std::size_t kBins = 40;

std::vector<double> shares(const std::vector<double>& scores, const ScoreAxis& axis) {
  std::vector<double> bins(kBins, 0.0);
  for (const double score : scores) {
    const auto bin = static_cast<std::size_t>(axis.part(score) * kBins);
    bins[std::min(kBins - 1, bin)] += 1.0 / static_cast<double>(scores.size());
  }
  return bins;
}

void draw_hill(Svg& svg, const Plot& plot, const std::vector<double>& bins,
               const std::string& css) {
  std::vector<Point> outline = {plot.at(0, 0)};
  for (std::size_t i = 0; i < bins.size(); ++i) {
    outline.push_back(plot.at(static_cast<double>(i) / kBins, bins[i]));
    outline.push_back(plot.at(static_cast<double>(i + 1) / kBins, bins[i]));
  }
  outline.push_back(plot.at(1, 0));
  svg.polygon(outline, css);
}

}  // namespace

std::string score_frame(const AnomalySummary& anomaly) {
  const ScoreAxis axis = score_axis(anomaly);
  return fmt::format("data-frame=\"{},{},{},{}\" data-low=\"{}\" data-high=\"{}\" data-log=\"{}\"",
                     kScoreBox.left, kScoreBox.top, kScoreBox.width, kScoreBox.height, axis.low,
                     axis.high, axis.logarithmic ? 1 : 0);
}

double score_position(const AnomalySummary& anomaly, double score) {
  return score_axis(anomaly).part(score);
}

std::string score_chart(const AnomalySummary& anomaly, const Wording& wording) {
  if (anomaly.normal_scores.empty() && anomaly.anomalous_scores.empty()) return "";
  const ScoreAxis axis = score_axis(anomaly);
  const std::vector<double> normal = shares(anomaly.normal_scores, axis);
  const std::vector<double> strange = shares(anomaly.anomalous_scores, axis);
  const double tallest = std::max({0.01, *std::max_element(normal.begin(), normal.end()),
                                   *std::max_element(strange.begin(), strange.end())});
  Svg svg(360, 262,
          fmt::format("Scores of {} normal and {} anomalous {}; the threshold is {}.",
                      anomaly.normal_scores.size(), anomaly.anomalous_scores.size(), wording.items,
                      short_number(anomaly.threshold)));
  const Plot plot(
      svg, kScoreBox,
      {0, 1, anomaly.score_name + (axis.logarithmic ? ", logarithmic" : ""), score_ticks(axis)},
      {0, tallest * 1.08, "", percent_ticks(0, tallest * 1.08, 4)});
  draw_hill(svg, plot, normal, "hill h0");
  draw_hill(svg, plot, strange, "hill h1");
  const Point mark = plot.at(axis.part(anomaly.threshold), 0);
  svg.polyline({{mark.x, kScoreBox.top}, mark}, "cursor", "anomaly-line");
  svg.rect({44, 4}, 12, 10, "hill h0");
  svg.text({61, 13}, "normal", "tick");
  svg.rect({118, 4}, 12, 10, "hill h1");
  svg.text({135, 13}, "anomalous", "tick");
  svg.line({210, 9}, {224, 9}, "cursor");
  svg.text({229, 13}, "threshold", "tick");
  return svg.finish();
}

std::string alarm_chart(const AnomalySummary& anomaly) {
  if (anomaly.roc.empty()) return "";
  Svg svg(360, 292, fmt::format("ROC: area under the curve {:.3f}.", anomaly.auc));
  const Plot plot(svg, {48, 12, 296, 236},
                  {0, 1, "normal that give a false alarm", percent_ticks(0, 1, 5)},
                  {0, 1, "anomalous that are found", percent_ticks(0, 1, 5)});
  svg.line(plot.at(0, 0), plot.at(1, 1), "marker");
  std::vector<Point> points;
  for (const AlarmRates& p : anomaly.roc) points.push_back(plot.at(p.false_alarms, p.found));
  if (anomaly.pauc_limit > 0.0) {
    const double x = plot.at(anomaly.pauc_limit, 0).x;
    svg.rect({plot.box().left, plot.box().top}, x - plot.box().left, plot.box().height, "band");
  }
  svg.polyline(points, "line s0");
  const int normal = anomaly.passed + anomaly.false_alarms;
  if (normal > 0) {
    svg.circle(plot.at(static_cast<double>(anomaly.false_alarms) / normal, anomaly.recall), 5,
               "dot f1", "at the threshold");
  }
  return svg.finish();
}

}  // namespace tadpole
