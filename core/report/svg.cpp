// SPDX-License-Identifier: Apache-2.0
#include "core/report/svg.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/encode.h"
#include "core/report/format.h"

namespace tadpole {
namespace {

std::string at_xy(Point p) {
  return fmt::format("x=\"{}\" y=\"{}\"", coordinate(p.x), coordinate(p.y));
}

std::string point_list(const std::vector<Point>& points) {
  std::string list;
  for (const Point& p : points) {
    if (!list.empty()) list += ' ';
    list += coordinate(p.x) + "," + coordinate(p.y);
  }
  return list;
}

std::string title_of(const std::string& title) {
  return title.empty() ? "" : "<title>" + html_escape(title) + "</title>";
}

}  // namespace

Svg::Svg(double width, double height, const std::string& alt, const std::string& css) {
  const char* stretch =
      css.find("stretch") != std::string::npos ? " preserveAspectRatio=\"none\"" : "";
  body_ =
      fmt::format("<svg class=\"chart {}\" viewBox=\"0 0 {} {}\"{} role=\"img\" aria-label=\"{}\">",
                  css, coordinate(width), coordinate(height), stretch, html_escape(alt));
}

void Svg::line(Point a, Point b, const std::string& css) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>",
                       coordinate(a.x), coordinate(a.y), coordinate(b.x), coordinate(b.y), css);
}

void Svg::polyline(const std::vector<Point>& points, const std::string& css,
                   const std::string& id) {
  const std::string named = id.empty() ? "" : " id=\"" + id + "\"";
  body_ += fmt::format("<polyline{} points=\"{}\" class=\"{}\"/>", named, point_list(points), css);
}

void Svg::polygon(const std::vector<Point>& points, const std::string& css) {
  body_ += fmt::format("<polygon points=\"{}\" class=\"{}\"/>", point_list(points), css);
}

void Svg::rect(Point corner, double width, double height, const std::string& css,
               const std::string& title) {
  body_ += fmt::format("<rect {} width=\"{}\" height=\"{}\" class=\"{}\">{}</rect>", at_xy(corner),
                       coordinate(std::max(0.0, width)), coordinate(std::max(0.0, height)), css,
                       title_of(title));
}

void Svg::circle(Point centre, double radius, const std::string& css, const std::string& title) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}\">{}</circle>",
                       coordinate(centre.x), coordinate(centre.y), coordinate(radius), css,
                       title_of(title));
}

void Svg::image(Point corner, double width, double height, const std::string& data) {
  body_ +=
      fmt::format("<image {} width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" href=\"{}\"/>",
                  at_xy(corner), coordinate(width), coordinate(height), html_escape(data));
}

void Svg::text(Point at, const std::string& words, const std::string& css, Anchor anchor) {
  const char* name = anchor == Anchor::start    ? "start"
                     : anchor == Anchor::middle ? "middle"
                                                : "end";
  body_ += fmt::format("<text {} class=\"{}\" text-anchor=\"{}\">{}</text>", at_xy(at), css, name,
                       html_escape(words));
}

void Svg::text_up(Point at, const std::string& words, const std::string& css) {
  body_ += fmt::format(
      "<text transform=\"translate({} {}) rotate(-90)\" class=\"{}\" "
      "text-anchor=\"middle\">{}</text>",
      coordinate(at.x), coordinate(at.y), css, html_escape(words));
}

void Svg::text_slanted(Point at, const std::string& words, const std::string& css) {
  body_ += fmt::format("<text transform=\"translate({} {}) rotate(38)\" class=\"{}\">{}</text>",
                       coordinate(at.x), coordinate(at.y), css, html_escape(words));
}

std::string Svg::finish() { return body_ + "</svg>"; }

namespace {

double round_step(double span, int count) {
  const double rough = span / std::max(1, count);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * 0.999) return factor * power;
  }
  return 10.0 * power;
}

std::vector<double> round_values(double low, double high, int count, double& step) {
  step = high > low ? round_step(high - low, count) : 1.0;
  std::vector<double> values;
  const double first = std::ceil(low / step - 1e-9);
  for (int i = 0; i < 50; ++i) {  // bounded: steps can vanish beside a huge value
    const double v = (first + i) * step;
    if (!(v <= high + step * 1e-6)) break;
    values.push_back(v);
  }
  return values;
}

std::string tick_text(double value, double step) {
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  return text.find_first_not_of("-0.") == std::string::npos ? "0" : text;
}

}  // namespace

std::vector<Tick> round_ticks(double low, double high, int count, double label_factor) {
  std::vector<Tick> ticks;
  double step = 1.0;
  for (const double value : round_values(low, high, count, step)) {
    ticks.push_back({value, tick_text(value * label_factor, step * label_factor)});
  }
  return ticks;
}

std::vector<Tick> percent_ticks(double low, double high, int count) {
  std::vector<Tick> ticks = round_ticks(low, high, count, 100.0);
  for (Tick& tick : ticks) tick.label += "%";
  return ticks;
}

Plot::Plot(Svg& svg, const PlotBox& box, Axis x, Axis y)
    : box_(box), x_(std::move(x)), y_(std::move(y)) {
  const double bottom = box_.top + box_.height;
  for (const Tick& tick : y_.ticks) {
    const Point p = at(x_.low, tick.value);
    svg.line(p, {box_.left + box_.width, p.y}, "grid");
    svg.text({box_.left - 6, p.y + 3.5}, tick.label, "tick", Anchor::end);
  }
  for (const Tick& tick : x_.ticks) {
    const Point p = at(tick.value, y_.low);
    svg.line({p.x, bottom}, {p.x, bottom + 4}, "axis");
    svg.text({p.x, bottom + 16}, tick.label, "tick", Anchor::middle);
  }
  svg.line({box_.left, bottom}, {box_.left + box_.width, bottom}, "axis");
  svg.text({box_.left + box_.width / 2, bottom + 32}, x_.title, "axis-title", Anchor::middle);
  if (!y_.title.empty()) svg.text_up({11, box_.top + box_.height / 2}, y_.title, "axis-title");
}

Point Plot::at(double x, double y) const {
  const auto part = [](const Axis& axis, double value) {
    return axis.high > axis.low ? std::clamp((value - axis.low) / (axis.high - axis.low), 0.0, 1.0)
                                : 0.0;
  };
  return {box_.left + part(x_, x) * box_.width, box_.top + (1.0 - part(y_, y)) * box_.height};
}

}  // namespace tadpole
