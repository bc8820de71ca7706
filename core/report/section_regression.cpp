// SPDX-License-Identifier: Apache-2.0
// The stage evaluate of a model that predicts numbers.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/sections.h"

namespace tadpole {
namespace {

std::string off_by(const RegressionTarget& t) { return with_unit(short_number(t.mae), t.unit); }

// R2 of a truth that does not vary is no number.
std::string r2_text(double r2) {
  return std::isfinite(r2) && r2 <= 1.0 ? fmt::format("{:.3f}", r2) : "\xE2\x80\x93";
}

std::string error_headline(const RunReport& report) {
  const RegressionSummary& r = *report.regression;
  const RegressionTarget& t = r.targets.front();
  const std::string method =
      t.mae_interval.method.empty() ? "" : " (" + t.mae_interval.method + ")";
  return fmt::format(
      "<p class=\"headline\">Off by <b>{}</b> on average over {} test {} {}<br><span>Mean absolute "
      "error of {}; the {:.0f} % interval is {}{}. R\xC2\xB2 is {}: 1 is perfect, 0 is as good as "
      "always saying the mean.</span></p>\n",
      html_escape(off_by(t)), thousands(r.items), html_escape(report.wording.items),
      origin_mark(report_origin_tag(report)), html_escape(t.name), 100 * t.mae_interval.level,
      html_escape(range_text(t.mae_interval, t.unit)), html_escape(method), r2_text(t.r2));
}

std::string error_table(const RunReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const RegressionTarget& t : report.regression->targets) {
    rows.push_back({t.name, off_by(t), range_text(t.mae_interval, t.unit),
                    with_unit(short_number(t.rmse), t.unit), r2_text(t.r2)});
  }
  return table(tagged(report, "Errors"),
               {{"what"},
                {"mean absolute", true},
                {"95 % interval", true},
                {"root mean square", true},
                {"R\xC2\xB2", true}},
               rows);
}

std::string target_figures(const RunReport& report, const RegressionTarget& t) {
  return figure(tagged(report, "Predicted " + t.name), scatter_chart(t),
                "On the dashed diagonal the prediction is right; above it is too high, below too "
                "low.") +
         figure(tagged(report, "How far off, " + t.name), residual_chart(t),
                "A narrow hill around zero is good; a hill beside zero is a prediction that is "
                "always too high or too low.");
}

std::string curve_figure(const RunReport& report) {
  const RegressionSummary& r = *report.regression;
  return figure(tagged(report, "The curve"), curve_chart(r),
                "Dots are the truth, the line is what the model says of the same inputs.");
}

std::string weights_text(const RegressionSummary& r) {
  if (r.weights.empty()) return "";
  return "<p class=\"weights\">The whole model: <code>" + html_escape(r.weights) + "</code></p>\n";
}

}  // namespace

std::string regression_part(const RunReport& report) {
  if (!report.regression) return "";
  const RegressionSummary& r = *report.regression;
  std::string body = r.targets.empty() ? "" : error_headline(report);
  for (const std::string& warning : r.warnings) body += notice(warning);
  body += weights_text(r);
  constexpr std::size_t kDrawn = 6;
  std::string figures;
  for (std::size_t i = 0; i < std::min(kDrawn, r.targets.size()); ++i) {
    const RegressionTarget& t = r.targets[i];
    figures += r.curve.empty() ? target_figures(report, t)
                               : figure(tagged(report, "How far off, " + t.name), residual_chart(t),
                                        "A narrow hill around zero is good.");
  }
  body += figure_grid(curve_figure(report) + figures);
  if (r.targets.size() > kDrawn) {
    body +=
        paragraph(fmt::format("{} more are in the table.", r.targets.size() - kDrawn), "reading");
  }
  return body + (r.targets.empty() ? "" : error_table(report));
}

}  // namespace tadpole
