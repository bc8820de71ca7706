// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

constexpr double kWidth = 360.0;

struct BarScale {
  double left = 84.0;
  double per_clip = 1.0;
};

void draw_row(Svg& svg, const CountRow& row, double y, const BarScale& scale,
              const std::string& items) {
  svg.text({scale.left - 8, y + 11}, row.name, "label", Anchor::end);
  double x = scale.left;
  const int parts[] = {row.train, row.validation, row.test};
  const char* names[] = {"train", "validation", "test"};
  for (int i = 0; i < 3; ++i) {
    const double width = parts[i] * scale.per_clip;
    svg.rect({x, y}, std::max(0.0, width - 1), 14, fmt::format("f{}", i),
             fmt::format("{}: {} {} {}", row.name, parts[i], names[i], items));
    x += width;
  }
  svg.text({x + 5, y + 11}, thousands(row.total()), "tick");
}

void draw_key(Svg& svg, double left) {
  const char* names[] = {"train", "validation", "test"};
  double x = left;
  for (int i = 0; i < 3; ++i) {
    svg.rect({x, 4}, 10, 10, fmt::format("f{}", i));
    svg.text({x + 14, 13}, names[i], "tick");
    x += 42.0 + 6.0 * static_cast<double>(std::string(names[i]).size());
  }
}

}  // namespace

std::string balance_chart(const std::vector<CountRow>& rows, const std::string& items) {
  if (rows.empty()) return "";
  std::int64_t most = 1;
  std::string alt = "How many " + items + " there are of each class: ";
  for (const CountRow& row : rows) {
    most = std::max(most, row.total());
    alt += fmt::format("{} {}, ", row.name, row.total());
  }
  alt.replace(alt.size() - 2, 2, ".");
  const BarScale scale{84.0, (kWidth - 84.0 - 46.0) / static_cast<double>(most)};
  Svg svg(kWidth, 26.0 + 20.0 * static_cast<double>(rows.size()), alt);
  draw_key(svg, scale.left);
  for (std::size_t i = 0; i < rows.size(); ++i)
    draw_row(svg, rows[i], 24.0 + 20.0 * static_cast<double>(i), scale, items);
  return svg.finish();
}

std::string waveform_chart(const ExampleClip& example) {
  const std::size_t columns = example.envelope.size() / 2;
  if (columns == 0) return "";
  Svg svg(160, 48,
          fmt::format("Waveform of '{}'", example.word.empty() ? example.label : example.word),
          "wave stretch");
  std::vector<Point> outline;
  const double step = 160.0 / static_cast<double>(columns);
  const auto x_of = [&](std::size_t i) { return step * (static_cast<double>(i) + 0.5); };
  for (std::size_t i = 0; i < columns; ++i)
    outline.push_back({x_of(i), 24.0 - example.envelope[2 * i + 1] * 0.18});
  for (std::size_t i = columns; i-- > 0;)
    outline.push_back({x_of(i), 24.0 - example.envelope[2 * i] * 0.18});
  svg.line({0, 24}, {160, 24}, "grid");
  svg.polygon(outline, "wave-fill");
  return svg.finish();
}

namespace {

// [time][band] with band 0 lowest -> rows from the top, highest band first.
Bytes picture_png(const FeaturePicture& picture) {
  std::vector<std::uint8_t> rows;
  for (int band = picture.bands - 1; band >= 0; --band) {
    for (int time = 0; time < picture.times; ++time) {
      rows.push_back(picture.levels[static_cast<std::size_t>(time * picture.bands + band)]);
    }
  }
  return heat_png(picture.times, picture.bands, rows);
}

}  // namespace

std::string feature_image(const FeaturePicture& picture) {
  if (picture.times <= 0 || picture.bands <= 0) return "";
  return "data:image/png;base64," + base64(picture_png(picture));
}

std::string feature_chart(const ExampleClip& example, const FeatureSummary& features) {
  const std::string image = feature_image(example.features);
  if (image.empty()) return "";
  Svg svg(kWidth, 250,
          fmt::format("What the model sees of '{}': {} time steps by {} bands", example.label,
                      example.features.times, example.features.bands));
  const PlotBox box{44, 10, 300, 190};
  const double seconds = example.features.times * features.stride_ms / 1000.0;
  const Axis time{0, seconds, "time (s)", round_ticks(0, seconds, 5)};
  const double bands = example.features.bands;
  const Axis band{0, bands, features.high_hz > 0 ? "band (low to high pitch)" : "coefficient",
                  round_ticks(0, bands, 4)};
  const Plot plot(svg, box, time, band);
  svg.image({box.left, box.top}, box.width, box.height, image);
  return svg.finish();
}

}  // namespace tadpole
