// SPDX-License-Identifier: Apache-2.0
// Traces and strokes of one example.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

// Traces of one sensor share a panel and a scale.
struct Panel {
  std::string name;
  std::vector<const Trace*> traces;
  double low = 0.0, high = 1.0;
};

std::string family(const std::string& name) {
  const std::size_t cut = name.find_last_of("_ ");
  return cut == std::string::npos || cut == 0 ? "" : name.substr(0, cut);
}

void fit_scale(Panel& panel) {
  bool first = true;
  for (const Trace* trace : panel.traces) {
    for (const double v : trace->values) {
      if (!std::isfinite(v)) continue;
      panel.low = first ? v : std::min(panel.low, v);
      panel.high = first ? v : std::max(panel.high, v);
      first = false;
    }
  }
  if (!(panel.high > panel.low)) panel.low -= 0.5, panel.high += 0.5;
}

std::vector<Panel> panels_of(const std::vector<Trace>& traces) {
  constexpr std::size_t kMostInOne = 4;  // as many as there are colours
  std::vector<Panel> panels;
  for (const Trace& trace : traces) {
    const std::string name = family(trace.name);
    if (panels.empty() || panels.back().name != name || panels.back().traces.size() == kMostInOne)
      panels.push_back({name, {}});
    panels.back().traces.push_back(&trace);
  }
  for (Panel& panel : panels) fit_scale(panel);
  return panels;
}

std::string colour(std::size_t i) { return fmt::format("s{}", i % 4); }

// x: 0..1 over the values, thinned to what a screen shows.
template <typename Place>
std::vector<Point> line_of(const std::vector<double>& values, const Place& place) {
  const std::size_t n = values.size();
  const std::size_t kept = std::min(n, kTracePoints);
  std::vector<Point> points;
  for (std::size_t k = 0; k < kept; ++k) {
    const std::size_t i = kept == n ? k : k * (n - 1) / (kept - 1);
    const double x = n < 2 ? 0.5 : static_cast<double>(i) / static_cast<double>(n - 1);
    points.push_back(place(x, values[i]));
  }
  return points;
}

std::string traces_alt(const ExampleClip& example) {
  std::string names;
  for (const Trace& trace : example.traces) names += (names.empty() ? "" : ", ") + trace.name;
  const std::string of = example.label.empty() ? "" : fmt::format(" of '{}'", example.label);
  return fmt::format("Recording{} with the channels {}.", of, names);
}

bool has_values(const ExampleClip& example) {
  return std::any_of(example.traces.begin(), example.traces.end(),
                     [](const Trace& t) { return !t.values.empty(); });
}

}  // namespace

std::string small_trace_chart(const ExampleClip& example) {
  if (!has_values(example)) return "";
  constexpr double kPanel = 46.0;
  const std::vector<Panel> panels = panels_of(example.traces);
  Svg svg(160, kPanel * static_cast<double>(panels.size()), traces_alt(example), "traces");
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const Panel& panel = panels[p];
    const double top = kPanel * static_cast<double>(p) + 3;
    const auto place = [&](double x, double value) {
      const double part = std::clamp((value - panel.low) / (panel.high - panel.low), 0.0, 1.0);
      return Point{1 + 158 * x, top + (kPanel - 6) * (1 - part)};
    };
    if (panel.low < 0 && panel.high > 0) svg.line(place(0, 0), place(1, 0), "grid");
    for (std::size_t i = 0; i < panel.traces.size(); ++i)
      svg.polyline(line_of(panel.traces[i]->values, place), "line thin " + colour(i));
  }
  return svg.finish();
}

std::string trace_key(const ExampleClip& example) {
  const std::vector<Panel> panels = panels_of(example.traces);
  std::string html;
  for (std::size_t p = 0; p < panels.size(); ++p) {
    html += "<ul class=\"key\">";
    if (panels.size() > 1) {
      html += fmt::format("<li>{}</li>", p == 0                   ? "above:"
                                         : p + 1 == panels.size() ? "below:"
                                                                  : "between:");
    }
    for (std::size_t i = 0; i < panels[p].traces.size(); ++i) {
      html += fmt::format("<li class=\"k{}\"><span aria-hidden=\"true\"></span>{}</li>", i % 4,
                          html_escape(panels[p].traces[i]->name));
    }
    html += "</ul>";
  }
  return html;
}

std::string trace_chart(const ExampleClip& example) {
  if (!has_values(example)) return "";
  constexpr double kPanel = 104.0;
  const std::vector<Panel> panels = panels_of(example.traces);
  const double seconds = std::isfinite(example.seconds) ? example.seconds : 0.0;
  const double length =
      seconds > 0 ? seconds : static_cast<double>(example.traces.front().values.size());
  Svg svg(360, kPanel * static_cast<double>(panels.size()) + 46, traces_alt(example));
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const Panel& panel = panels[p];
    const bool last = p + 1 == panels.size();
    const PlotBox box{44, kPanel * static_cast<double>(p) + 22, 300, kPanel - 22};
    const std::vector<Tick> ticks = last ? round_ticks(0, length, 5) : std::vector<Tick>{};
    const Plot plot(svg, box, {0, length, last ? (seconds > 0 ? "time (s)" : "value") : "", ticks},
                    {panel.low, panel.high, panel.name, round_ticks(panel.low, panel.high, 3)});
    double x = box.left;
    for (std::size_t i = 0; i < panel.traces.size(); ++i) {
      const Trace& trace = *panel.traces[i];
      const auto place = [&](double part, double v) { return plot.at(part * length, v); };
      svg.polyline(line_of(trace.values, place), "line thin " + colour(i));
      svg.line({x, box.top - 9}, {x + 12, box.top - 9}, "line " + colour(i));
      svg.text({x + 16, box.top - 5.5}, trace.name, "tick");
      x += 30.0 + 6.2 * static_cast<double>(trace.name.size());
    }
  }
  return svg.finish();
}

std::string stroke_chart(const ExampleClip& example) {
  if (example.stroke.empty()) return "";
  StrokePoint low = example.stroke.front();
  StrokePoint high = low;
  for (const StrokePoint& p : example.stroke) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  const double span = std::max({high.x - low.x, high.y - low.y, 1e-9});
  Svg svg(100, 100, fmt::format("Stroke of '{}'", example.label), "stroke");
  svg.rect({0.5, 0.5}, 99, 99, "frame");
  std::vector<Point> points;
  for (const StrokePoint& p : example.stroke) {
    points.push_back({50 + 80 * (p.x - (low.x + high.x) / 2) / span,
                      50 - 80 * (p.y - (low.y + high.y) / 2) / span});
  }
  svg.polyline(points, "line s0");
  svg.circle(points.front(), 3.2, "f1", "begins here");
  return svg.finish();
}

std::string reconstruction_chart(const Reconstruction& item) {
  if (item.input.empty()) return "";
  Trace input{"input", item.input};
  Trace output{"what the model made of it", item.output};
  Panel panel{"", {&input, &output}};
  fit_scale(panel);
  const double length = static_cast<double>(item.input.size());
  Svg svg(360, 200,
          fmt::format("{}: the input and what the model made of it, score {}.", item.name,
                      short_number(item.score)));
  const Plot plot(svg, {44, 24, 300, 130}, {0, length, "value", round_ticks(0, length, 5)},
                  {panel.low, panel.high, "", round_ticks(panel.low, panel.high, 4)});
  const auto place = [&](double part, double v) { return plot.at(part * length, v); };
  std::vector<Point> between = line_of(input.values, place);
  const std::vector<Point> made = line_of(output.values, place);
  std::vector<Point> area = between;
  area.insert(area.end(), made.rbegin(), made.rend());
  svg.polygon(area, item.anomalous ? "gap wrong" : "gap");
  svg.polyline(between, "line thin s0");
  svg.polyline(made, "line thin s1");
  svg.line({44, 10}, {58, 10}, "line s0");
  svg.text({63, 13.5}, "input", "tick");
  svg.line({112, 10}, {126, 10}, "line s1");
  svg.text({131, 13.5}, "what the model made of it", "tick");
  return svg.finish();
}

}  // namespace tadpole
