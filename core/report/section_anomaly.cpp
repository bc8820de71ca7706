// SPDX-License-Identifier: Apache-2.0
// The stage evaluate of a model that learned what is normal.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/sections.h"

namespace tadpole {
namespace {

std::string auc_headline(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  const std::string method = a.interval.method.empty() ? "" : " (" + a.interval.method + ")";
  return fmt::format(
      "<p class=\"headline\">AUC <b>{:.3f}</b> on {} normal and {} anomalous {} {}<br><span>So "
      "often "
      "an anomalous {} scores above a normal one; the {:.0f} % interval is {}{}.</span></p>\n",
      a.auc, thousands(a.passed + a.false_alarms), thousands(a.found + a.missed),
      html_escape(report.wording.items), origin_mark(report_origin_tag(report)),
      html_escape(report.wording.item), 100 * a.interval.level, range_text(a.interval, ""),
      html_escape(method));
}

// Moves over the axis of the chart in a thousand steps; the script reads the exact threshold.
std::string slider(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  if (a.normal_scores.empty() && a.anomalous_scores.empty()) return "";
  return fmt::format(
      "<div class=\"controls needs-script\"><label for=\"anomaly-threshold\">Threshold <output "
      "id=\"anomaly-value\" for=\"anomaly-threshold\">{}</output></label><input "
      "id=\"anomaly-threshold\" type=\"range\" min=\"0\" max=\"1000\" value=\"{}\" "
      "data-threshold=\"{}\"><button type=\"button\" id=\"anomaly-reset\">use the trained "
      "one</button></div>",
      short_number(a.threshold), std::lround(1000 * score_position(a, a.threshold)), a.threshold);
}

std::string alarm_numbers(const AnomalySummary& a, const Wording& w) {
  const double normal = std::max(1, a.passed + a.false_alarms);
  const double strange = std::max(1, a.found + a.missed);
  return fmt::format(
      "<dl class=\"errors\"><div class=\"type1\"><dt>False alarms</dt><dd "
      "id=\"anomaly-false\">{}</dd><dd class=\"detail\" id=\"anomaly-false-detail\">{} of {} "
      "normal "
      "{}</dd></div><div class=\"type2\"><dt>Missed anomalies</dt><dd id=\"anomaly-missed\">{}</dd>"
      "<dd class=\"detail\" id=\"anomaly-missed-detail\">{} of {} anomalous {}</dd></div></dl>",
      percent(a.false_alarms / normal), a.false_alarms, a.passed + a.false_alarms,
      html_escape(w.items), percent(a.missed / strange), a.missed, a.found + a.missed,
      html_escape(w.items));
}

std::string count_cell(const char* id, const char* css, int count, int total) {
  const double share = total > 0 ? static_cast<double>(count) / total : 0.0;
  const bool right = std::string_view(css) == "right";
  return fmt::format("<td class=\"{}{}\" id=\"{}\" style=\"--a:{:.3f}\">{}</td>", css,
                     right && share > 0.5 ? " hot" : "", id, cell_strength(right, share), count);
}

std::string alarm_table(const AnomalySummary& a, const Wording& w) {
  const int strange = a.found + a.missed;
  const int normal = a.passed + a.false_alarms;
  return fmt::format(
             "<table class=\"confusion flat\"><caption>At the threshold, in {}</caption><thead><tr>"
             "<td class=\"corner\"></td><th scope=\"col\">alarm</th><th scope=\"col\">no "
             "alarm</th></tr></thead><tbody>\n<tr><th scope=\"row\">anomalous</th>{}{}</tr>\n<tr>"
             "<th scope=\"row\">normal</th>{}{}</tr></tbody></table>",
             html_escape(w.items), count_cell("cell-found", "right", a.found, strange),
             count_cell("cell-missed", "wrong", a.missed, strange),
             count_cell("cell-false", "wrong", a.false_alarms, normal),
             count_cell("cell-passed", "right", a.passed, normal)) +
         fmt::format(
             "<dl class=\"facts\"><div><dt>precision: alarms that are right</dt><dd "
             "id=\"anomaly-precision\">{}</dd></div><div><dt>recall: anomalies found</dt><dd "
             "id=\"anomaly-recall\">{}</dd></div><div><dt>F1</dt><dd "
             "id=\"anomaly-f1\">{:.3f}</dd></div></dl>",
             percent(a.precision), percent(a.recall), a.f1);
}

std::string threshold_part(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  const Wording& w = report.wording;
  const std::string rule = a.threshold_rule.empty() ? "" : ": " + a.threshold_rule;
  return fmt::format(
      "<div class=\"picker\" id=\"anomaly\" {}><div class=\"picker-side\"><h3>Pick a threshold "
      "{}</h3><p class=\"reading\">What scores above it is an alarm. Trained: {}{}.</p>{}{}{}</div>"
      "<div class=\"picker-main\"><h3>{}</h3>{}<p class=\"reading\">Each hill is drawn as shares "
      "of "
      "its own kind. Where the hills overlap, no threshold is right for all.</p></div></div>\n",
      score_frame(a), origin_mark(report_origin_tag(report)), short_number(a.threshold),
      html_escape(rule), slider(report), alarm_numbers(a, w), alarm_table(a, w),
      html_escape(capitalised(a.score_name)), score_chart(a, w));
}

std::string group_rows(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  if (a.groups.empty()) return "";
  std::vector<Column> columns = {{"group"}, {"normal", true}, {"anomalous", true}, {"AUC", true}};
  if (a.pauc_limit > 0.0) columns.push_back({"partial AUC", true});
  std::vector<std::vector<std::string>> rows;
  for (const AnomalySlice& g : a.groups) {
    std::vector<std::string> row = {g.name, thousands(g.normal), thousands(g.anomalous),
                                    fmt::format("{:.3f}", g.auc)};
    if (a.pauc_limit > 0.0) row.push_back(fmt::format("{:.3f}", g.pauc));
    rows.push_back(std::move(row));
  }
  return table(tagged(report, "By " + report.wording.group), columns, rows);
}

std::string area_facts(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  return facts({{tagged(report, "AUC"), fmt::format("{:.3f}", a.auc)},
                {fmt::format("partial AUC, up to {} false alarms", percent(a.pauc_limit, 0)),
                 a.pauc_limit > 0.0 ? fmt::format("{:.3f}", a.pauc) : ""}});
}

std::string roc_part(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  const std::string shaded =
      a.pauc_limit > 0.0 ? " The shaded part is where a device can live: few false alarms." : "";
  return figure_grid(
      figure(tagged(report, "ROC"), alarm_chart(a),
             "Nearer to the upper left is better; the dashed diagonal is guessing, the dot is the "
             "threshold." +
                 shaded) +
      "<div>" + area_facts(report) + group_rows(report) + "</div>");
}

std::string reconstruction_figures(const AnomalySummary& a) {
  constexpr std::size_t kShown = 6;
  std::string figures;
  for (std::size_t i = 0; i < std::min(kShown, a.reconstructions.size()); ++i) {
    const Reconstruction& r = a.reconstructions[i];
    figures += figure(
        fmt::format("{}: {}", r.anomalous ? "Anomalous" : "Normal", r.name),
        reconstruction_chart(r),
        fmt::format("{} {}, threshold {}: {}. The shaded gap is the error.",
                    capitalised(a.score_name), short_number(r.score), short_number(a.threshold),
                    r.score > a.threshold ? "an alarm" : "no alarm"));
  }
  if (figures.empty()) return "";
  return "<h3 class=\"part\">What the model made of it</h3>" +
         paragraph("The model learned to redraw what is normal. What it cannot redraw is strange.",
                   "reading") +
         figure_grid(figures);
}

}  // namespace

std::string anomaly_part(const RunReport& report) {
  if (!report.anomaly) return "";
  const AnomalySummary& a = *report.anomaly;
  std::string body = auc_headline(report);
  for (const std::string& warning : a.warnings) body += notice(warning);
  return body + threshold_part(report) + roc_part(report) + reconstruction_figures(a);
}

}  // namespace tadpole
