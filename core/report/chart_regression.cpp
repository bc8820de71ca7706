// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

constexpr double kWidth = 360.0;
constexpr PlotBox kBox{52, 12, 292, 236};

struct Range {
  double low = 0.0, high = 0.0;
  bool empty = true;
  void take(double v) {
    if (!std::isfinite(v)) return;
    low = empty ? v : std::min(low, v);
    high = empty ? v : std::max(high, v);
    empty = false;
  }
  // A little air on both sides; never without width.
  Range widened() const {
    const double air = high > low ? 0.04 * (high - low) : std::max(0.5, std::abs(high) * 0.1);
    return {low - air, high + air, false};
  }
};

std::string axis_title(const std::string& name, const std::string& unit) {
  return unit.empty() ? name : name + " (" + unit + ")";
}

// Every k-th of too many points.
template <typename T>
std::vector<T> thinned_to(const std::vector<T>& all, std::size_t limit) {
  if (all.size() <= limit) return all;
  std::vector<T> some;
  for (std::size_t k = 0; k < limit; ++k) some.push_back(all[k * all.size() / limit]);
  return some;
}

}  // namespace

std::string scatter_chart(const RegressionTarget& target) {
  Range range;
  for (const PredictedPoint& p : target.points) range.take(p.truth), range.take(p.predicted);
  if (range.empty) return "";
  range = range.widened();
  Svg svg(kWidth, 292,
          fmt::format("Predicted over true {} for {} items; mean absolute error {}.", target.name,
                      target.points.size(), with_unit(short_number(target.mae), target.unit)));
  const std::vector<Tick> ticks = round_ticks(range.low, range.high, 5);
  const Plot plot(svg, kBox,
                  {range.low, range.high, axis_title("true " + target.name, target.unit), ticks},
                  {range.low, range.high, "predicted", ticks});
  svg.line(plot.at(range.low, range.low), plot.at(range.high, range.high), "marker");
  for (const PredictedPoint& p : thinned_to(target.points, kMostPoints))
    svg.circle(plot.at(p.truth, p.predicted), 2.2, "point f0");
  return svg.finish();
}

namespace {

// Equal bins over [-most, most]; what lies beyond falls into the outer ones.
std::vector<int> residual_bins(const RegressionTarget& target, double most) {
  constexpr int kBins = 25;  // odd: one bin is around zero
  std::vector<int> bins(kBins, 0);
  for (const PredictedPoint& p : target.points) {
    const double residual = p.predicted - p.truth;
    if (!std::isfinite(residual)) continue;
    const double part = std::clamp((residual + most) / (2 * most), 0.0, 1.0);
    ++bins[static_cast<std::size_t>(std::min(kBins - 1.0, part * kBins))];
  }
  return bins;
}

}  // namespace

std::string residual_chart(const RegressionTarget& target) {
  double most = 0.0;
  for (const PredictedPoint& p : target.points) {
    const double residual = std::abs(p.predicted - p.truth);
    if (std::isfinite(residual)) most = std::max(most, residual);
  }
  if (target.points.empty()) return "";
  if (most <= 0.0) most = 1.0;
  const std::vector<int> bins = residual_bins(target, most);
  const double tallest = std::max(1, *std::max_element(bins.begin(), bins.end()));
  Svg svg(kWidth, 292,
          fmt::format("How far predictions of {} are off: root mean square {}.", target.name,
                      with_unit(short_number(target.rmse), target.unit)));
  const Plot plot(
      svg, kBox,
      {-most, most, axis_title("predicted minus true", target.unit), round_ticks(-most, most, 5)},
      {0, tallest * 1.05, "how many",
       round_ticks(0, tallest * 1.05, std::min(4, static_cast<int>(tallest)))});
  const double width = 2 * most / static_cast<double>(bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const double low = -most + width * static_cast<double>(i);
    const Point top = plot.at(low, bins[i]);
    const double right = plot.at(low + width, 0).x;
    svg.rect({top.x + 0.5, top.y}, right - top.x - 1, plot.at(0, 0).y - top.y, "f0",
             fmt::format("{} to {}: {}", short_number(low), short_number(low + width), bins[i]));
  }
  svg.line(plot.at(0, 0), plot.at(0, tallest * 1.05), "marker");
  return svg.finish();
}

std::string curve_chart(const RegressionSummary& regression) {
  std::vector<CurvePoint> curve = regression.curve;
  std::erase_if(curve, [](const CurvePoint& p) { return !std::isfinite(p.x); });
  if (curve.empty()) return "";
  std::stable_sort(curve.begin(), curve.end(),
                   [](const CurvePoint& a, const CurvePoint& b) { return a.x < b.x; });
  Range x;
  Range y;
  for (const CurvePoint& p : curve) x.take(p.x), y.take(p.truth), y.take(p.predicted);
  x = x.widened(), y = y.widened();
  const std::string name = regression.targets.empty() ? "output" : regression.targets.front().name;
  Svg svg(kWidth, 306,
          fmt::format("{} over {}: {} true values and the model's line.", name,
                      regression.input_name, curve.size()));
  const Plot plot(svg, {52, 28, 292, 236},
                  {x.low, x.high, regression.input_name, round_ticks(x.low, x.high, 6)},
                  {y.low, y.high, name, round_ticks(y.low, y.high, 5)});
  curve = thinned_to(curve, kMostPoints);
  std::vector<Point> line;
  for (const CurvePoint& p : curve) line.push_back(plot.at(p.x, p.predicted));
  constexpr std::size_t kFew = 30;
  const bool few = curve.size() <= kFew;
  if (few) svg.polyline(line, "line s0");  // a few dots lie on the line, many beneath it
  for (const CurvePoint& p : curve)
    svg.circle(plot.at(p.x, p.truth), few ? 3.6 : 2.4, few ? "f1" : "point f1");
  if (!few) svg.polyline(line, "line s0");
  svg.circle({58, 10}, 3, "f1");
  svg.text({67, 13.5}, "true", "tick");
  svg.line({112, 10}, {126, 10}, "line s0");
  svg.text({131, 13.5}, "the model", "tick");
  return svg.finish();
}

}  // namespace tadpole
