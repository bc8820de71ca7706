// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

constexpr double kSide = 360.0, kBorder = 12.0, kKeyLine = 17.0;
constexpr int kColours = 4;  // f0 to f3 of the page

struct Frame {
  float left = 0, right = 1, low = 0, high = 1;
  Point at(const std::array<float, 2>& p) const {
    const double width = std::max(1e-9, static_cast<double>(right - left));
    const double height = std::max(1e-9, static_cast<double>(high - low));
    return {kBorder + (kSide - 2 * kBorder) * static_cast<double>(p[0] - left) / width,
            kSide - kBorder - (kSide - 2 * kBorder) * static_cast<double>(p[1] - low) / height};
  }
};

Frame frame_of(const std::vector<std::array<float, 2>>& points) {
  Frame f{points[0][0], points[0][0], points[0][1], points[0][1]};
  for (const auto& p : points) {
    f.left = std::min(f.left, p[0]), f.right = std::max(f.right, p[0]);
    f.low = std::min(f.low, p[1]), f.high = std::max(f.high, p[1]);
  }
  return f;
}

std::string name_of(int label, const std::vector<std::string>& labels) {
  return label < 0 ? "" : labels[static_cast<std::size_t>(label)];
}

// Four colours; from the fifth label on squares, from the ninth on large dots.
void draw_mark(Svg& svg, Point at, int label, const std::string& title) {
  const int index = std::max(0, label);
  const std::string css = fmt::format("f{}", index % kColours);
  const int shape = index / kColours;
  if (shape == 1) {
    svg.rect({at.x - 2.4, at.y - 2.4}, 4.8, 4.8, css, title);
  } else {
    svg.circle(at, shape == 0 ? 2.6 : 4.2, css, title);
  }
}

bool finite(const std::vector<std::array<float, 2>>& points) {
  return std::all_of(points.begin(), points.end(),
                     [](const auto& p) { return std::isfinite(p[0]) && std::isfinite(p[1]); });
}

}  // namespace

std::string map_chart(const FeatureMap& map, const std::vector<std::array<float, 2>>& points,
                      const std::vector<std::string>& labels, const std::string& method) {
  if (points.empty() || !finite(points)) return "";
  const std::size_t per_line = 3;
  const std::size_t lines = (labels.size() + per_line - 1) / per_line;
  Svg svg(kSide, kSide + kKeyLine * static_cast<double>(lines),
          fmt::format("{} samples in the plane by {}, coloured by label.", points.size(), method));
  const Frame frame = frame_of(points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const int label = map.labels[i];
    const std::string name = name_of(label, labels);
    draw_mark(svg, frame.at(points[i]), label,
              name.empty() ? map.names[i] : name + ": " + map.names[i]);
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const Point at = {kBorder + static_cast<double>(i % per_line) * (kSide / per_line),
                      kSide + kKeyLine * (static_cast<double>(i / per_line) + 0.5)};
    draw_mark(svg, at, static_cast<int>(i), "");
    svg.text({at.x + 8, at.y + 4}, labels[i], "label");
  }
  return svg.finish();
}

}  // namespace tadpole
