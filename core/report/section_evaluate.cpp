// SPDX-License-Identifier: Apache-2.0
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

// Items of one speaker resemble each other, so the interval that takes them as independent is too
// sure of itself, as a rule. With few speakers that happen to agree it is the wider one: then the
// other is too sure.
std::string independent_text(const EvaluationReport& e) {
  const Wording& w = e.wording;
  if (stands_alone(w)) return "";
  const Interval& by_who = e.accuracy_by_speaker;
  const Interval& wilson = e.accuracy_wilson;
  const bool narrower = wilson.high - wilson.low < by_who.high - by_who.low;
  return fmt::format(" Taking {} as independent it would be {} ({}), {}.", html_escape(w.items),
                     interval_text(wilson), html_escape(wilson.method),
                     narrower ? "which is too sure of itself"
                              : fmt::format("which is the wider one: too few {} differ here, rely "
                                            "on it",
                                            html_escape(w.whos)));
}

std::string headline(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  const Wording& w = e.wording;
  const std::string independent = independent_text(e);
  return fmt::format(
      "<p class=\"headline\"><b>{}</b> of {} test {} named rightly {}<br><span>By {}, the "
      "{:.0f} % interval is {} ({}).{}</span></p>\n",
      percent(e.accuracy), thousands(e.clips), html_escape(w.items),
      origin_mark(report_origin_tag(report)), html_escape(w.who), 100 * e.accuracy_by_speaker.level,
      interval_text(e.accuracy_by_speaker), html_escape(e.accuracy_by_speaker.method), independent);
}

// Of the recall of one class: how far its few items carry. "": there is none.
std::string recall_interval(const ClassScore& s) {
  if (s.support == 0) return "";
  const auto right = static_cast<int>(std::lround(s.recall * s.support));
  return interval_text(wilson_interval(std::clamp(right, 0, s.support), s.support));
}

std::string class_table(const RunReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const ClassScore& s : report.evaluation->classes) {
    rows.push_back({s.label, thousands(s.support), percent(s.precision), percent(s.recall),
                    recall_interval(s), fmt::format("{:.3f}", s.f1)});
  }
  const EvaluationReport& e = *report.evaluation;
  rows.push_back({"mean", thousands(e.clips), percent(macro_precision(e.classes)),
                  percent(macro_recall(e.classes)), "", fmt::format("{:.3f}", e.macro_f1)});
  return table(tagged(report, "Per class"),
               {{"class"},
                {e.wording.items, true},
                {"precision", true},
                {"recall", true},
                {"its 95 % interval", true},
                {"F1", true}},
               rows) +
         paragraph(fmt::format("The interval stands on the {} of the class alone (Wilson): few of "
                               "them say little, even when all or none are right.",
                               e.wording.items));
}

std::string slice_table(const RunReport& report) {
  const SliceReport& groups = report.evaluation->groups;
  const Wording& w = report.evaluation->wording;
  std::vector<Column> columns = {{"group"}, {w.items, true}};
  if (!stands_alone(w)) columns.push_back({w.whos, true});
  columns.insert(columns.end(),
                 {{"accuracy", true}, {"95 % interval", true}, {"points behind the best", true}});
  std::vector<std::vector<std::string>> rows;
  for (const Slice& s : groups.slices) {
    std::vector<std::string> row = {s.name + (s.small ? " (small)" : ""), thousands(s.n)};
    if (!stands_alone(w)) row.push_back(thousands(s.speakers));
    row.insert(row.end(), {percent(s.accuracy), interval_text(s.interval),
                           fmt::format("{:.1f}", 100 * s.gap_to_best)});
    rows.push_back(std::move(row));
  }
  return table(tagged(report, "By " + groups.attribute), columns, rows);
}

std::string group_figure(const RunReport& report) {
  const SliceReport& groups = report.evaluation->groups;
  const Wording& w = report.evaluation->wording;
  if (groups.slices.size() < 2) return "";
  const std::string counted = stands_alone(w) ? w.items : w.items + " or " + w.whos;
  return "<div>" +
         figure(tagged(report, "By " + groups.attribute), slice_chart(groups, w),
                fmt::format("A dot is a group, its line the interval; hollow dots have too few {} "
                            "to conclude anything.",
                            counted)) +
         drawer("The groups as a table", slice_table(report)) + "</div>";
}

std::string keyword_table(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  std::vector<std::vector<std::string>> rows;
  for (const ThresholdSweep& sweep : e.keyword_thresholds) {
    const auto curve = std::find_if(e.curves.begin(), e.curves.end(), [&](const KeywordCurve& c) {
      return c.label == sweep.keyword;
    });
    if (curve == e.curves.end()) continue;
    rows.push_back({sweep.keyword, fmt::format("{:.3f}", curve->auc), percent(curve->equal_error),
                    fmt::format("{:.2f}", sweep.suggested.threshold),
                    percent(sweep.suggested.false_accept_rate),
                    percent(sweep.suggested.miss_rate)});
  }
  if (rows.empty()) return "";
  const std::string& label = e.wording.label;
  return table(tagged(report, capitalised(label) + " against everything else"),
               {{label},
                {"AUC", true},
                {"equal error", true},
                {"threshold", true},
                {"Type I", true},
                {"Type II", true}},
               rows);
}

std::string other_numbers(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  const bool many = e.confusion.labels.size() > 2;
  return facts(
      {{tagged(report, "balanced accuracy"), percent(e.balanced_accuracy)},
       {"right " + e.wording.label + " among the first two", many ? percent(e.top2_accuracy) : ""},
       {"macro F1", fmt::format("{:.3f}", e.macro_f1)},
       {"calibration error", fmt::format("{:.3f}", e.calibration.expected_error)}});
}

std::string calibration_figure(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  return figure(tagged(report, "Calibration"), calibration_chart(e.calibration, e.wording),
                fmt::format("On the diagonal the model is as sure as it should be; bigger dots "
                            "hold more {}. Expected error: {:.3f}.",
                            e.wording.items, e.calibration.expected_error));
}

std::string roc_figure(const RunReport& report, const std::vector<KeywordCurve>& curves) {
  return figure(tagged(report, "ROC"), roc_chart(curves, report.evaluation->wording),
                "Nearer to the upper left is better; the dashed diagonal is guessing.");
}

bool has_rest(const EvaluationReport& e) { return !e.threshold || !is_confidence(*e.threshold); }

// Where a device shall react to some classes and stay still for the rest.
std::string keyword_figures(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  return figure(tagged(report, "DET"), det_chart(e.curves, e.wording),
                fmt::format("Each line is a {0} as its threshold moves; nearer to the lower left "
                            "is better. The three hardest {1} are named.",
                            e.wording.label, e.wording.labels)) +
         roc_figure(report, e.curves);
}

// Of two classes one curve tells all: the second is what is looked for.
std::string two_class_figure(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  if (e.confusion.labels.size() != 2 || e.curves.size() != 2) return "";
  return roc_figure(report, {e.curves[1]});
}

std::string curve_figures(const RunReport& report) {
  const bool rest = has_rest(*report.evaluation);
  return figure_grid((rest ? keyword_figures(report) : two_class_figure(report)) +
                     calibration_figure(report) + "<div>" + keyword_table(report) +
                     other_numbers(report) + "</div>");
}

}  // namespace

std::string classification_part(const RunReport& report) {
  if (!report.evaluation) return "";
  const EvaluationReport& e = *report.evaluation;
  std::string body = headline(report);
  for (const std::string& warning : e.warnings) body += notice(warning);
  body += threshold_picker(report);
  body += figure_grid("<div>" + class_table(report) + "</div>" + group_figure(report)) +
          curve_figures(report);
  return has_rest(e) ? body + streaming_part(report) : body;
}

std::string evaluate_section(const RunReport& report) {
  return stage_section(
      report, "evaluate", report.wording.evaluate_lede,
      classification_part(report) + regression_part(report) + anomaly_part(report) +
          (report.baseline.empty() ? ""
                                   : figure_grid("<div><h3>A simpler method</h3>" +
                                                 paragraph(report.baseline) + "</div>")));
}

namespace {

std::string timelines(const StreamingReport& s) {
  constexpr std::size_t kScenesShown = 4;
  const std::string key =
      "Bars are words as they were said (solid: heard, outlined: missed, grey: other words); "
      "triangles are reports of "
      "the device (orange with its word: wrong); the hill below is the smoothed score, dashed the "
      "threshold. At most "
      "the first three minutes are drawn.";
  std::string html;
  for (std::size_t i = 0; i < std::min(kScenesShown, s.scene_names.size()); ++i) {
    html +=
        figure("Scene: " + s.scene_names[i],
               scroller("Timeline of " + s.scene_names[i], timeline_chart(s, static_cast<int>(i))),
               i == 0 ? key : "Read like the scene above.", "full");
  }
  if (s.scene_names.size() > kScenesShown) {
    html += paragraph(
        fmt::format("{} more scenes are in report.json.", s.scene_names.size() - kScenesShown),
        "reading");
  }
  return html;
}

// Words that are mostly missed although another threshold would hear them: say so.
std::string threshold_advice(const StreamingReport& s) {
  if (s.result.miss_rate <= 0.5) return "";
  const StreamingPoint* best = nullptr;
  for (const StreamingPoint& p : s.curve) {
    if (p.false_accepts_per_hour > std::max(1.0, s.result.false_accepts_per_hour)) continue;
    if (best == nullptr || p.miss_rate < best->miss_rate) best = &p;
  }
  if (best == nullptr || best->miss_rate > s.result.miss_rate - 0.1) return "";
  return notice(fmt::format(
      "At {} of 255 most words are missed. On this audio {} of 255 would miss {} with {:.1f} false "
      "accepts per hour; try it on other audio before you trust it.",
      s.result.threshold, best->threshold, percent(best->miss_rate), best->false_accepts_per_hour));
}

std::string streaming_headline(const RunReport& report, const StreamingReport& s) {
  return fmt::format(
      "<h3 class=\"part\">In a room: {:.0f} minutes of long audio {}</h3><p class=\"headline\">"
      "<b>{:.1f}</b> false accepts per hour, <b>{}</b> of {} words missed<br><span>So much audio "
      "cannot exclude up to {:.1f} false accepts per hour (95 %). Median delay {:.0f} ms after the "
      "end of the word (95 % within {:.0f} ms). Scores are averaged over {} ms and must exceed {} "
      "of 255; after a report the same word is ignored for {} ms.</span></p>\n",
      60 * s.hours, origin_mark(report_origin_tag(report)), s.result.false_accepts_per_hour,
      percent(s.result.miss_rate), s.result.words, false_accepts_per_hour_bound(s),
      s.median_latency_ms, s.p95_latency_ms, s.options.smoothing.average_window_ms,
      s.options.smoothing.threshold, s.options.smoothing.suppression_ms);
}

std::string streaming_counts(const StreamingReport& s) {
  return table("Reports and words", {{""}, {"count", true}},
               {{"words said", thousands(s.result.words)},
                {"heard", thousands(s.result.heard)},
                {"missed", thousands(s.result.missed)},
                {"taken for another word", thousands(s.result.wrong_words)},
                {"false accepts", thousands(s.result.false_accepts)},
                {"of them the same word twice", thousands(s.repeats)}});
}

}  // namespace

std::string streaming_part(const RunReport& report) {
  if (!report.evaluation->streaming) {
    if (!report.wording.expects_rest) return "";  // long recordings are a keyword's matter
    return paragraph(
        "No streaming test was run: how often the device errs in a room is not known yet.",
        "empty");
  }
  const StreamingReport& s = *report.evaluation->streaming;
  const std::string curve = figure("Operating curve", operating_chart(s),
                                   "Each dot is a threshold: fewer false accepts cost more missed "
                                   "words. Lower left is better.");
  return streaming_headline(report, s) + threshold_advice(s) +
         figure_grid(curve + "<div>" + streaming_counts(s) + "</div>") + timelines(s);
}

}  // namespace tadpole
