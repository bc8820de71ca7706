// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "core/base/text.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/sections.h"
#include "core/report/stages.h"

namespace tadpole {
namespace {

std::string big_number(const std::string& value, const std::string& name, const std::string& detail,
                       const std::string& mark_html = "") {
  return fmt::format(
      "<div class=\"big\"><p class=\"value\">{}</p><p class=\"name\">{}{}</p><p "
      "class=\"detail\">{}</p>"
      "</div>\n",
      html_escape(value), html_escape(name), mark_html, html_escape(detail));
}

std::string listed(std::vector<std::string> words) {
  if (words.empty()) return "nothing yet";
  if (words.size() == 1) return words[0];
  const std::string last = words.back();
  words.pop_back();
  return join(words, ", ") + " and " + last;
}

std::string words_of(const RunReport& report) {
  std::vector<std::string> words;
  for (const int k : keyword_classes(report.labels))
    words.push_back(report.labels[static_cast<std::size_t>(k)]);
  return listed(std::move(words));
}

std::string targets_of(const RegressionSummary& r) {
  std::vector<std::string> names;
  for (const RegressionTarget& target : r.targets) names.push_back(target.name);
  return listed(std::move(names));
}

std::string classification_opening(const RunReport& report) {
  const Wording& w = report.wording;
  std::string text = fmt::format("This model {} {}.", w.does, words_of(report));
  if (!report.evaluation) return text + " It has not been evaluated yet.";
  const EvaluationReport& e = *report.evaluation;
  const bool synthetic = !report_origin_tag(report).empty();
  if (stands_alone(e.wording)) {
    text += fmt::format(" Of {} {} that it never met in training it named {} rightly.",
                        thousands(e.clips), w.items, percent(e.accuracy));
  } else {
    text += fmt::format(" On {} {} that it never met in training it named {} of the {} rightly.",
                        e.speakers, synthetic ? w.synthetic_whos : w.whos, percent(e.accuracy),
                        w.items);
  }
  return text;
}

std::string regression_opening(const RegressionSummary& r, const Wording& w) {
  std::string text = fmt::format("This model predicts {}.", targets_of(r));
  if (r.targets.empty()) return text;
  const RegressionTarget& first = r.targets.front();
  return text + fmt::format(" On {} {} that it never met in training it was off by {} on average.",
                            thousands(r.items), w.items,
                            with_unit(short_number(first.mae), first.unit));
}

std::string anomaly_opening(const AnomalySummary& a, const Wording& w) {
  const int anomalous = a.found + a.missed;
  const int normal = a.passed + a.false_alarms;
  return fmt::format(
      "This model learned what is normal and scores how strange a {} is. It found {} of {} "
      "anomalous {} and gave a false alarm for {} of {} normal ones.",
      w.item, thousands(a.found), thousands(anomalous), w.items, thousands(a.false_alarms),
      thousands(normal));
}

std::string opening(const RunReport& report) {
  const Wording& w = report.wording;
  const std::string text = report.regression ? regression_opening(*report.regression, w)
                           : report.anomaly  ? anomaly_opening(*report.anomaly, w)
                                             : classification_opening(report);
  const bool evaluated = report.evaluation || report.regression || report.anomaly;
  if (!evaluated || report_origin_tag(report).empty()) return text;
  return text + " " + w.synthetic_note;
}

std::string accuracy_number(const RunReport& report) {
  if (!report.evaluation) return "";
  const EvaluationReport& e = *report.evaluation;
  return big_number(percent(e.accuracy), "accuracy, " + e.model,
                    fmt::format("{:.0f} % interval by {} {}", 100 * e.accuracy_by_speaker.level,
                                e.wording.who, interval_text(e.accuracy_by_speaker)),
                    origin_mark(report_origin_tag(report)));
}

std::string error_number(const RunReport& report) {
  if (!report.regression || report.regression->targets.empty()) return "";
  const RegressionTarget& t = report.regression->targets.front();
  return big_number(with_unit(short_number(t.mae), t.unit),
                    "mean absolute error, " + report.regression->model,
                    fmt::format("of {}; {:.0f} % interval {}", t.name, 100 * t.mae_interval.level,
                                range_text(t.mae_interval, t.unit)),
                    origin_mark(report_origin_tag(report)));
}

std::string auc_number(const RunReport& report) {
  if (!report.anomaly) return "";
  const AnomalySummary& a = *report.anomaly;
  return big_number(fmt::format("{:.3f}", a.auc), "AUC, " + a.model,
                    fmt::format("{:.0f} % interval {}; 0.5 is guessing, 1 is perfect",
                                100 * a.interval.level, range_text(a.interval, "")),
                    origin_mark(report_origin_tag(report)));
}

std::string streaming_number(const RunReport& report) {
  if (!report.evaluation || !report.evaluation->streaming) return "";
  const StreamingReport& s = *report.evaluation->streaming;
  return big_number(fmt::format("{:.1f}", s.result.false_accepts_per_hour),
                    "false accepts per hour",
                    fmt::format("and {} of the words missed, in {:.0f} min of long audio",
                                percent(s.result.miss_rate), 60 * s.hours),
                    origin_mark(report_origin_tag(report)));
}

std::string board_numbers(const RunReport& report) {
  if (!report.deploy || report.deploy->boards.empty()) return "";
  const BoardResult& b = report.deploy->boards.front();
  std::string html =
      big_number(byte_text(b.flash_bytes), "flash",
                 fmt::format("and {} of RAM on {}", byte_text(b.ram_bytes), b.board));
  if (b.estimated_ms > 0) {
    html += big_number(
        b.estimated_ms < 0.1 ? fmt::format("{:.2g} ms", b.estimated_ms)
                             : fmt::format("{:.1f} ms", b.estimated_ms),
        "per decision, estimated",
        fmt::format("{} instructions at {:g} MHz",
                    count_text(b.instructions_features + b.instructions_inference), b.clock_mhz));
  }
  return html;
}

}  // namespace

std::string summary_section(const RunReport& report) {
  const std::string numbers = accuracy_number(report) + error_number(report) + auc_number(report) +
                              streaming_number(report) + board_numbers(report);
  return fmt::format(
      "<header class=\"cover\"><p class=\"kicker\">Tadpole run report{}</p><h1>{}</h1>"
      "<p class=\"opening\">{}</p>\n<div class=\"bigs\">{}</div></header>\n",
      report.created.empty() ? "" : " &middot; " + html_escape(report.created),
      html_escape(report.project), html_escape(opening(report)), numbers);
}

std::string rail(const RunReport& report) {
  std::string items;
  for (const std::string_view name_view : kStageNames) {
    const std::string name(name_view);
    const ReportStage* stage = find_stage(report, name);
    const StageState state = stage == nullptr ? StageState::not_run : stage->state;
    const char* css = state == StageState::done    ? "done"
                      : state == StageState::stale ? "stale"
                                                   : "todo";
    const char* words = state == StageState::done    ? "done"
                        : state == StageState::stale ? "stale"
                                                     : "not run";
    items += fmt::format(
        "<li><a href=\"#{0}\" class=\"{1}\"><span class=\"state\" aria-hidden=\"true\"></span>{0}"
        "<span class=\"hidden\">, {2}</span></a></li>",
        name, css, words);
  }
  return "<nav class=\"rail\" aria-label=\"The seven stages\"><ol>" + items +
         "<li class=\"extra\"><a href=\"#card\">model card</a></li></ol></nav>\n";
}

}  // namespace tadpole
