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

}  // namespace

std::string slice_chart(const SliceReport& report, const Wording& w) {
  if (report.slices.empty()) return "";
  double low = 1.0;
  std::string alt = fmt::format("Accuracy by {}: ", report.attribute);
  for (const Slice& slice : report.slices) {
    low = std::min(low, slice.interval.low);
    alt += fmt::format("{} {}, ", slice.name, percent(slice.accuracy));
  }
  alt.replace(alt.size() - 2, 2, ".");
  low = std::clamp(std::floor(low * 10.0) / 10.0, 0.0, 0.8);
  const double height = 22.0 * static_cast<double>(report.slices.size());
  Svg svg(kWidth, height + 54, alt);
  Plot plot(svg, {118, 8, 180, height}, {low, 1.0, "accuracy", percent_ticks(low, 1.0, 4)},
            {0, 1, "", {}});
  double y = 8.0 + 11.0;
  for (const Slice& slice : report.slices) {
    const std::string css = slice.small ? "faint" : "s0";
    svg.text({112, y + 3.5}, slice.name, slice.small ? "label muted" : "label", Anchor::end);
    svg.line({plot.at(slice.interval.low, 0).x, y}, {plot.at(slice.interval.high, 0).x, y},
             "whisker " + css);
    svg.circle({plot.at(slice.accuracy, 0).x, y}, 4, slice.small ? "dot hollow" : "dot f0",
               fmt::format("{}: {} of {} right{}", slice.name, slice.correct, slice.n,
                           stands_alone(w) ? "" : fmt::format(", {} {}", slice.speakers, w.whos)));
    svg.text({kWidth - 2, y + 3.5}, percent(slice.accuracy), "tick", Anchor::end);
    y += 22.0;
  }
  return svg.finish();
}

namespace {

// The keywords that most need a look get colour and name; the rest stay thin and grey.
std::vector<std::size_t> worst_curves(const std::vector<KeywordCurve>& curves, std::size_t limit) {
  std::vector<std::size_t> order(curves.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return curves[a].equal_error > curves[b].equal_error;
  });
  order.resize(std::min(limit, order.size()));
  return order;
}

using Place = Point (*)(const Plot&, const ErrorPoint&);

Point roc_place(const Plot& plot, const ErrorPoint& p) {
  return plot.at(p.false_accept, 1.0 - p.miss);
}
Point det_place(const Plot& plot, const ErrorPoint& p) {
  return plot.at(det_axis(p.false_accept), det_axis(p.miss));
}

void draw_curves(Svg& svg, const Plot& plot, const std::vector<KeywordCurve>& curves, Place place,
                 Point key, const std::string& labels) {
  const std::vector<std::size_t> named = worst_curves(curves, 3);
  const auto trace = [&](const KeywordCurve& curve, const std::string& css) {
    std::vector<Point> points;
    for (const ErrorPoint& p : curve.points) points.push_back(place(plot, p));
    svg.polyline(points, css);
  };
  for (const KeywordCurve& curve : curves) trace(curve, "line faint");
  for (std::size_t i = 0; i < named.size(); ++i) {
    const KeywordCurve& curve = curves[named[i]];
    trace(curve, fmt::format("line s{}", i));
    svg.line({key.x, key.y - 3}, {key.x + 14, key.y - 3}, fmt::format("line s{}", i));
    svg.text({key.x + 19, key.y}, fmt::format("{}, AUC {:.3f}", curve.label, curve.auc), "tick");
    key.y += 14;
  }
  if (curves.size() > named.size()) {
    svg.line({key.x, key.y - 3}, {key.x + 14, key.y - 3}, "line faint");
    svg.text({key.x + 19, key.y}, fmt::format("{} other {}", curves.size() - named.size(), labels),
             "tick");
  }
}

std::string curves_alt(const std::string& name, const std::vector<KeywordCurve>& curves) {
  std::string alt = name + ", area under ROC: ";
  for (const KeywordCurve& curve : curves)
    alt += fmt::format("{} {:.3f}, ", curve.label, curve.auc);
  alt.replace(alt.size() - 2, 2, ".");
  return alt;
}

std::vector<Tick> det_ticks() {
  std::vector<Tick> ticks;
  for (const double rate : {0.001, 0.01, 0.05, 0.2, 0.5}) {
    ticks.push_back({det_axis(rate), fmt::format("{:g}%", 100 * rate)});
  }
  return ticks;
}

}  // namespace

std::string roc_chart(const std::vector<KeywordCurve>& curves, const Wording& wording) {
  if (curves.empty()) return "";
  Svg svg(kWidth, 292, curves_alt("ROC", curves));
  Plot plot(
      svg, {48, 12, 296, 236}, {0, 1, "false accepts (Type I)", percent_ticks(0, 1, 5)},
      {0, 1, wording.subject == Subject::voices ? wording.labels + " accepted" : "accepted rightly",
       percent_ticks(0, 1, 5)});
  svg.line(plot.at(0, 0), plot.at(1, 1), "marker");
  draw_curves(svg, plot, curves, roc_place, {plot.at(0.42, 0).x, plot.at(0, 0.3).y},
              wording.labels);
  return svg.finish();
}

std::string det_chart(const std::vector<KeywordCurve>& curves, const Wording& wording) {
  if (curves.empty()) return "";
  Svg svg(kWidth, 292, curves_alt("DET", curves));
  const double low = det_axis(0.0005);
  const double high = det_axis(0.6);
  Plot plot(svg, {48, 12, 296, 236},
            {low, high, "false accepts (Type I), probit scale", det_ticks()},
            {low, high, "misses (Type II), probit scale", det_ticks()});
  draw_curves(svg, plot, curves, det_place, {plot.box().left + 176, plot.box().top + 16},
              wording.labels);
  return svg.finish();
}

std::string calibration_chart(const Calibration& calibration, const Wording& wording) {
  int most = 0;
  for (const CalibrationBin& bin : calibration.bins) most = std::max(most, bin.n);
  if (most == 0) return "";
  Svg svg(kWidth, 292,
          fmt::format("Calibration: expected error {:.3f}.", calibration.expected_error));
  Plot plot(svg, {48, 12, 296, 236},
            {0, 1, "how sure the model says it is", percent_ticks(0, 1, 5)},
            {0, 1, "how often it is right", percent_ticks(0, 1, 5)});
  svg.line(plot.at(0, 0), plot.at(1, 1), "marker");
  svg.text({plot.at(0.3, 0).x, plot.at(0, 0.36).y}, "honest", "note", Anchor::end);
  for (const CalibrationBin& bin : calibration.bins) {
    if (bin.n == 0) continue;
    const double radius = 2.5 + 9.0 * std::sqrt(static_cast<double>(bin.n) / most);
    svg.circle(plot.at(bin.confidence, bin.accuracy), radius, "bubble f0",
               fmt::format("{} {}: says {}, right {}", bin.n, wording.items,
                           percent(bin.confidence), percent(bin.accuracy)));
  }
  return svg.finish();
}

namespace {

constexpr PlotBox kThresholdBox{48, 30, 296, 188};

}  // namespace

std::string threshold_frame() {
  return fmt::format("{},{},{},{}", kThresholdBox.left, kThresholdBox.top, kThresholdBox.width,
                     kThresholdBox.height);
}

std::string threshold_chart(const ThresholdSweep& sweep, const Wording& wording) {
  if (sweep.points.empty()) return "";
  const OperatingPoint& s = sweep.suggested;
  const bool confidence = is_confidence(sweep);
  Svg svg(kWidth, 256,
          fmt::format("Errors over the threshold; at {:.2f} {} {}, {} {}.", s.threshold,
                      confidence ? "wrong answers" : "false accepts", percent(s.false_accept_rate),
                      confidence ? "no answer" : "misses", percent(s.miss_rate)));
  Plot plot(svg, kThresholdBox, {0, 1, "threshold", round_ticks(0, 1, 5)},
            {0, 1, "share of " + wording.items, percent_ticks(0, 1, 5)});
  std::vector<Point> accepts;
  std::vector<Point> misses;
  for (const OperatingPoint& point : sweep.points) {
    accepts.push_back(plot.at(point.threshold, point.false_accept_rate));
    misses.push_back(plot.at(point.threshold, point.miss_rate));
  }
  svg.polyline(accepts, "line s1", "type1-line");
  svg.polyline(misses, "line s0", "type2-line");
  const Point mark = plot.at(s.threshold, 0);
  svg.polyline({{mark.x, plot.box().top}, mark}, "cursor", "threshold-line");
  svg.line({48, 10}, {62, 10}, "line s1");
  svg.text({67, 13.5}, confidence ? "wrong answers" : "Type I: false accepts", "tick");
  svg.line({206, 10}, {220, 10}, "line s0");
  svg.text({225, 13.5}, confidence ? "no answer" : "Type II: misses", "tick");
  return svg.finish();
}

}  // namespace tadpole
