// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

constexpr double kRowSeconds = 30.0;
constexpr int kRows = 6;  // three minutes: enough to see, small enough to load
constexpr double kWidth = 760.0;
constexpr double kLeft = 40.0;
constexpr double kRowHeight = 66.0;
constexpr double kPerSecond = (kWidth - kLeft - 10.0) / kRowSeconds;

struct RowFrame {
  int row = 0;
  double from_s = 0.0, to_s = 0.0;
  double top = 0.0;
  bool holds(double time_s) const { return time_s >= from_s && time_s < to_s; }
  double x(double time_s) const {
    return kLeft + (std::clamp(time_s, from_s, to_s) - from_s) * kPerSecond;
  }
  double base() const { return top + 54.0; }
};

void draw_score(Svg& svg, const RowFrame& frame, const std::vector<TracePoint>& trace,
                int threshold) {
  constexpr double kScoreHeight = 26.0;
  std::vector<Point> area = {{frame.x(frame.from_s), frame.base()}};
  for (const TracePoint& p : trace) {
    if (frame.holds(p.time_s))
      area.push_back({frame.x(p.time_s), frame.base() - kScoreHeight * p.score / 255.0});
  }
  area.push_back({area.back().x, frame.base()});
  svg.polygon(area, "score-area");
  const double y = frame.base() - kScoreHeight * threshold / 255.0;
  svg.line({frame.x(frame.from_s), y}, {frame.x(frame.to_s), y}, "marker");
}

void draw_event(Svg& svg, const RowFrame& frame, const JudgedEvent& judged) {
  const WordEvent& event = judged.event;
  const bool target = is_keyword(event.label);
  const bool heard = judged.outcome == EventOutcome::heard;
  const double x = frame.x(event.start_s);
  const double width = std::max(4.0, frame.x(event.end_s) - x);
  const std::string css = !target ? "word other" : heard ? "word heard" : "word lost";
  svg.rect({x, frame.top + 14}, width, 10, css,
           fmt::format("'{}' said at {:.1f} s: {}", event.label, event.start_s,
                       target ? outcome_name(judged.outcome) : "not a keyword"));
  const bool at_edge = x > kWidth - 50;
  if (target) {
    svg.text({at_edge ? x + width : x, frame.top + 10}, event.label, heard ? "tick" : "tick lost",
             at_edge ? Anchor::end : Anchor::start);
  }
}

void draw_detection(Svg& svg, const RowFrame& frame, const Detection& detection) {
  const double x = frame.x(detection.time_s);
  const bool hit = detection.verdict == Verdict::hit;
  const double y = frame.top + 27;
  svg.polygon({{x, y}, {x - 4.5, y + 8}, {x + 4.5, y + 8}}, hit ? "report hit" : "report wrong");
  if (hit) return;
  const bool at_edge = x > kWidth - 60;
  svg.text({at_edge ? x - 6 : x + 6, y + 8}, fmt::format("{}?", detection.label), "tick wrong-text",
           at_edge ? Anchor::end : Anchor::start);
}

void draw_row(Svg& svg, const RowFrame& frame, const StreamingReport& report, int scene) {
  const std::size_t index = static_cast<std::size_t>(scene);
  svg.text({kLeft - 6, frame.base()},
           fmt::format("{}:{:02}", static_cast<int>(frame.from_s) / 60,
                       static_cast<int>(frame.from_s) % 60),
           "tick", Anchor::end);
  draw_score(svg, frame, report.traces[index], report.options.smoothing.threshold);
  svg.line({frame.x(frame.from_s), frame.base()}, {frame.x(frame.to_s), frame.base()}, "axis");
  for (const JudgedEvent& judged : report.events) {
    if (judged.scene == scene && frame.holds(judged.event.start_s)) draw_event(svg, frame, judged);
  }
  for (const Detection& detection : report.detections) {
    if (detection.scene == scene && frame.holds(detection.time_s))
      draw_detection(svg, frame, detection);
  }
}

std::string timeline_alt(const StreamingReport& report, int scene) {
  int words = 0;
  int heard = 0;
  int false_accepts = 0;
  for (const JudgedEvent& judged : report.events) {
    if (judged.scene != scene || !is_keyword(judged.event.label)) continue;
    ++words;
    heard += judged.outcome == EventOutcome::heard ? 1 : 0;
  }
  for (const Detection& d : report.detections) {
    if (d.scene == scene && d.verdict != Verdict::hit && d.verdict != Verdict::wrong_word)
      ++false_accepts;
  }
  return fmt::format("Timeline of scene '{}': {} of {} words heard, {} false accepts.",
                     report.scene_names[static_cast<std::size_t>(scene)], heard, words,
                     false_accepts);
}

}  // namespace

std::string timeline_chart(const StreamingReport& report, int scene) {
  if (scene < 0 || static_cast<std::size_t>(scene) >= report.scene_names.size()) return "";
  const double seconds = report.scene_seconds[static_cast<std::size_t>(scene)];
  const int rows = static_cast<int>(std::clamp(std::ceil(seconds / kRowSeconds), 1.0, 1.0 * kRows));
  Svg svg(kWidth, kRowHeight * rows, timeline_alt(report, scene), "wide");
  for (int row = 0; row < rows; ++row) {
    const double from = row * kRowSeconds;
    draw_row(svg, {row, from, std::min(from + kRowSeconds, seconds), row * kRowHeight}, report,
             scene);
  }
  return svg.finish();
}

namespace {

double largest_shown(const StreamingReport& report) {
  double most = std::max(10.0, 2.0 * report.result.false_accepts_per_hour);
  for (const StreamingPoint& p : report.curve) {
    if (p.miss_rate < 0.5) most = std::max(most, std::min(p.false_accepts_per_hour, 200.0));
  }
  return most;
}

void label_threshold(Svg& svg, const Plot& plot, const StreamingPoint& p) {
  const Point at = plot.at(p.false_accepts_per_hour, p.miss_rate);
  svg.circle(at, 5, "dot f1", fmt::format("threshold {}", p.threshold));
  const bool right_half = at.x > plot.box().left + plot.box().width * 0.6;
  svg.text({at.x + (right_half ? -9 : 9), at.y - 6}, fmt::format("in use: {} of 255", p.threshold),
           "label", right_half ? Anchor::end : Anchor::start);
}

}  // namespace

std::string operating_chart(const StreamingReport& report) {
  if (report.curve.empty()) return "";
  const double most = largest_shown(report);
  Svg svg(360, 292,
          fmt::format(
              "Streaming operating curve; in use: {:.1f} false accepts per hour, {} words missed.",
              report.result.false_accepts_per_hour, percent(report.result.miss_rate)));
  Plot plot(svg, {48, 12, 296, 236}, {0, most, "false accepts per hour", round_ticks(0, most, 5)},
            {0, 1, "words missed", percent_ticks(0, 1, 5)});
  std::vector<Point> points;
  for (const StreamingPoint& p : report.curve) {
    if (p.false_accepts_per_hour <= most)
      points.push_back(plot.at(p.false_accepts_per_hour, p.miss_rate));
  }
  svg.polyline(points, "line s0");
  for (const Point& p : points) svg.circle(p, 1.8, "f0");
  label_threshold(svg, plot, report.result);
  return svg.finish();
}

}  // namespace tadpole
