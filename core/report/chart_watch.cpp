// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/format.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

constexpr double kLeft = 190.0, kTop = 8.0, kWidth = 520.0, kRow = 26.0, kBelow = 34.0;

std::string shortened(const std::string& text, std::size_t most) {
  return text.size() <= most ? text : "…" + text.substr(text.size() - most);
}

// Of a number the values have no natural scale: they fill the row between their extremes.
struct Scale {
  double low = 0.0, high = 1.0;
  double place(double value) const {
    const double width = std::max(1e-9, high - low);
    return std::clamp(std::isfinite(value) ? (value - low) / width : 0.0, 0.0, 1.0);
  }
};

Scale scale_of(const WatchedSample& w) {
  const bool classes = std::any_of(w.said.begin(), w.said.end(), [](int l) { return l >= 0; });
  if (classes || w.value.empty()) return {};
  const auto [low, high] = std::minmax_element(w.value.begin(), w.value.end());
  return {*low, *high};
}

std::string said_text(const WatchedSample& w, std::size_t i,
                      const std::vector<std::string>& labels) {
  if (w.said[i] < 0) return fmt::format("said {}", short_number(w.value[i]));
  return fmt::format("said {}, gave {} to {}", labels[static_cast<std::size_t>(w.said[i])],
                     percent(w.value[i]), w.truth);
}

void draw_row(Svg& svg, const TrainingSummary& t, std::size_t row,
              const std::vector<std::string>& labels) {
  const WatchedSample& w = t.watched[row];
  const double top = kTop + kRow * static_cast<double>(row);
  svg.text({0, top + 11}, shortened(w.truth, 22), "label");
  svg.text({0, top + 21}, shortened(w.name, 34), "note");
  const Scale scale = scale_of(w);
  const double cell = kWidth / static_cast<double>(w.value.size());
  for (std::size_t i = 0; i < w.value.size(); ++i) {
    const double height = std::max(1.0, (kRow - 6) * scale.place(w.value[i]));
    const bool right = w.said[i] < 0 || labels[static_cast<std::size_t>(w.said[i])] == w.truth;
    svg.rect(
        {kLeft + cell * static_cast<double>(i), top + kRow - 4 - height},
        std::max(0.6, cell * 0.86), height, right ? "f0" : "f1",
        fmt::format("epoch {}: {}", t.watched_from + static_cast<int>(i), said_text(w, i, labels)));
  }
}

}  // namespace

std::string watch_chart(const TrainingSummary& t, const std::vector<std::string>& labels) {
  if (t.watched.empty() || t.watched[0].value.empty()) return "";
  const double bottom = kTop + kRow * static_cast<double>(t.watched.size());
  Svg svg(kLeft + kWidth + 10, bottom + kBelow,
          fmt::format("What the model said of {} samples after each of {} epochs.",
                      t.watched.size(), t.watched[0].value.size()),
          "wide");
  for (std::size_t row = 0; row < t.watched.size(); ++row) draw_row(svg, t, row, labels);
  const auto last = static_cast<int>(t.watched[0].value.size()) - 1;
  svg.line({kLeft, bottom}, {kLeft + kWidth, bottom}, "axis");
  svg.text({kLeft, bottom + 14}, fmt::format("{}", t.watched_from), "tick");
  svg.text({kLeft + kWidth, bottom + 14}, fmt::format("{}", t.watched_from + last), "tick",
           Anchor::end);
  svg.text({kLeft + kWidth / 2, bottom + 28}, "epoch", "label", Anchor::middle);
  return svg.finish();
}

}  // namespace tadpole
