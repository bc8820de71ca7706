// SPDX-License-Identifier: Apache-2.0
// A small SVG writer and a plot frame. Colours come from the page's CSS classes, so that one chart
// serves light, dark and print. Classes: s0..s5 series strokes, f0..f5 series fills, grid, axis,
// tick, label, note, strong.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace tadpole {

struct Point {
  double x = 0.0, y = 0.0;
};

enum class Anchor { start, middle, end };

class Svg {
 public:
  // alt: the text alternative, a full sentence. css: extra classes of the element, e.g. "wide";
  // "stretch" lets the drawing fill its box without keeping its proportions.
  Svg(double width, double height, const std::string& alt, const std::string& css = "");
  void line(Point a, Point b, const std::string& css);
  void polyline(const std::vector<Point>& points, const std::string& css,
                const std::string& id = "");
  void polygon(const std::vector<Point>& points, const std::string& css);
  // title: shown when hovered; may be empty.
  void rect(Point corner, double width, double height, const std::string& css,
            const std::string& title = "");
  void circle(Point centre, double radius, const std::string& css, const std::string& title = "");
  // data: a data: URL. Stretched to the rectangle, pixels kept sharp.
  void image(Point corner, double width, double height, const std::string& data);
  // The text is escaped here.
  void text(Point at, const std::string& words, const std::string& css,
            Anchor anchor = Anchor::start);
  // Turned a quarter to the left, for the title of the y axis.
  void text_up(Point at, const std::string& words, const std::string& css);
  // Leaning down to the right, for names under narrow columns.
  void text_slanted(Point at, const std::string& words, const std::string& css);
  std::string finish();

 private:
  std::string body_;
};

struct Tick {
  double value = 0.0;
  std::string label;
};

struct Axis {
  double low = 0.0, high = 1.0;
  std::string title;  // with unit
  std::vector<Tick> ticks;
};

// About `count` round values between low and high; the label shows value * label_factor.
std::vector<Tick> round_ticks(double low, double high, int count, double label_factor = 1.0);
// The same with a percent sign: values are shares.
std::vector<Tick> percent_ticks(double low, double high, int count);

struct PlotBox {
  double left = 44, top = 14, width = 300, height = 200;
};

// Draws grid, ticks and axis titles; then says where a value lies.
class Plot {
 public:
  Plot(Svg& svg, const PlotBox& box, Axis x, Axis y);
  Point at(double x, double y) const;  // held within the box
  const PlotBox& box() const { return box_; }

 private:
  PlotBox box_;
  Axis x_, y_;
};

}  // namespace tadpole
