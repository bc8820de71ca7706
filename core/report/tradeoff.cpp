// SPDX-License-Identifier: Apache-2.0
#include "core/report/tradeoff.h"

#include <algorithm>

#include "core/report/encode.h"
#include "core/report/html.h"
#include "core/report/page/page_text.h"
#include "core/report/svg.h"

namespace tadpole {
namespace {

struct Scale {
  std::string title;
  double TradeoffRow::*of;
  double unit;
};

const std::vector<Scale>& scales() {
  static const std::vector<Scale> all = {{"RAM, KB", &TradeoffRow::ram_bytes, 1024.0},
                                         {"flash, KB", &TradeoffRow::flash_bytes, 1024.0},
                                         {"million instructions", &TradeoffRow::instructions, 1e6}};
  return all;
}

Axis value_axis(const std::vector<TradeoffRow>& rows, const TradeoffAxis& axis) {
  double low = rows.front().value, high = low;
  for (const TradeoffRow& row : rows)
    low = std::min(low, row.value), high = std::max(high, row.value);
  const double margin = axis.share ? 0.02 : std::max(0.1 * (high - low), 1e-6);
  low -= margin, high += margin;
  if (axis.share) low = std::max(0.0, low), high = std::min(1.0, high);
  return {low, high, axis.title,
          axis.share ? percent_ticks(low, high, 5) : round_ticks(low, high, 5)};
}

std::string picture(const std::vector<TradeoffRow>& rows, const TradeoffAxis& axis,
                    const Scale& scale) {
  double most = 1e-6;
  for (const TradeoffRow& row : rows) most = std::max(most, row.*scale.of / scale.unit);
  Svg svg(360, 256,
          capitalised(axis.title) + " of every " + axis.dot + " over its " + scale.title + ".");
  const Plot plot(svg, {}, {0.0, most * 1.05, scale.title, round_ticks(0.0, most * 1.05, 5)},
                  value_axis(rows, axis));
  for (const bool front : {false, true}) {
    for (const TradeoffRow& row : rows) {
      if (row.on_front != front) continue;
      svg.circle(plot.at(row.*scale.of / scale.unit, row.value), front ? 4.0 : 2.2,
                 row.marked ? "f1"
                 : front    ? "f0"
                            : "f3",
                 row.words);
    }
  }
  return svg.finish();
}

}  // namespace

std::string tradeoff_figures(const std::vector<TradeoffRow>& rows, const TradeoffAxis& axis,
                             const std::string& reading) {
  if (rows.empty()) return "";
  std::string figures;
  for (const Scale& scale : scales())
    figures += figure(capitalised(axis.title) + " over " + scale.title, picture(rows, axis, scale),
                      reading);
  return figure_grid(figures);
}

std::string lone_page(const std::string& title, const std::string& body_html) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
         "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
         "name=\"color-scheme\" content=\"light dark\">\n<title>" +
         html_escape(title) + "</title>\n<style>\n" + std::string(kPageCss) +
         "\n</style>\n</head>\n<body>\n<main>\n<h1>" + html_escape(title) + "</h1>\n" + body_html +
         "</main>\n</body>\n</html>\n";
}

}  // namespace tadpole
