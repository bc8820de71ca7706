// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/sections.h"

namespace tadpole {
namespace {

std::string tagged(const RunReport& report, const std::string& title) {
  const std::string tag = report_origin_tag(report);
  return tag.empty() ? title : title + ", " + tag;
}

std::string headline(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  return fmt::format(
      "<p class=\"headline\"><b>{}</b> of {} test clips named rightly {}<br><span>By speaker, the "
      "{:.0f} % interval is {} "
      "({}). Taking clips as independent it would be {} ({}), which is too sure of "
      "itself.</span></p>\n",
      percent(e.accuracy), thousands(e.clips), origin_mark(report_origin_tag(report)),
      100 * e.accuracy_by_speaker.level, interval_text(e.accuracy_by_speaker),
      html_escape(e.accuracy_by_speaker.method), interval_text(e.accuracy_wilson),
      html_escape(e.accuracy_wilson.method));
}

std::string class_table(const RunReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const ClassScore& s : report.evaluation->classes) {
    rows.push_back({s.label, thousands(s.support), percent(s.precision), percent(s.recall),
                    fmt::format("{:.3f}", s.f1)});
  }
  const EvaluationReport& e = *report.evaluation;
  rows.push_back({"mean", thousands(e.clips), percent(macro_precision(e.classes)),
                  percent(macro_recall(e.classes)), fmt::format("{:.3f}", e.macro_f1)});
  return table(tagged(report, "Per class"),
               {{"class"}, {"clips", true}, {"precision", true}, {"recall", true}, {"F1", true}},
               rows);
}

std::string slice_table(const RunReport& report) {
  const SliceReport& groups = report.evaluation->groups;
  std::vector<std::vector<std::string>> rows;
  for (const Slice& s : groups.slices) {
    rows.push_back({s.name + (s.small ? " (small)" : ""), thousands(s.n), thousands(s.speakers),
                    percent(s.accuracy), interval_text(s.interval),
                    fmt::format("{:.1f}", 100 * s.gap_to_best)});
  }
  return table(tagged(report, "By " + groups.attribute),
               {{"group"},
                {"clips", true},
                {"speakers", true},
                {"accuracy", true},
                {"95 % interval", true},
                {"points behind the best", true}},
               rows);
}

std::string group_figure(const RunReport& report) {
  const SliceReport& groups = report.evaluation->groups;
  if (groups.slices.size() < 2) return "";
  return "<div>" +
         figure(tagged(report, "By " + groups.attribute), slice_chart(groups),
                "A dot is a group, its line the interval; hollow dots have too few clips or "
                "speakers to conclude "
                "anything.") +
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
  return table(tagged(report, "Word against everything else"),
               {{"word"},
                {"AUC", true},
                {"equal error", true},
                {"threshold", true},
                {"Type I", true},
                {"Type II", true}},
               rows);
}

std::string other_numbers(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  const std::string tag = report_origin_tag(report);
  return facts(
      {{"balanced accuracy" + (tag.empty() ? "" : ", " + tag), percent(e.balanced_accuracy)},
       {"right word among the first two", percent(e.top2_accuracy)},
       {"macro F1", fmt::format("{:.3f}", e.macro_f1)},
       {"calibration error", fmt::format("{:.3f}", e.calibration.expected_error)}});
}

std::string curve_figures(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  std::string figures;
  figures += figure(tagged(report, "DET"), det_chart(e.curves),
                    "Each line is a word as its threshold moves; nearer to the lower left is "
                    "better. The three hardest "
                    "words are named.");
  figures += figure(tagged(report, "ROC"), roc_chart(e.curves),
                    "Nearer to the upper left is better; the dashed diagonal is guessing.");
  figures += figure(
      tagged(report, "Calibration"), calibration_chart(e.calibration),
      fmt::format(
          "On the diagonal the model is as sure as it should be; bigger dots hold more clips. "
          "Expected error: {:.3f}.",
          e.calibration.expected_error));
  figures += "<div>" + keyword_table(report) + other_numbers(report) + "</div>";
  return figure_grid(figures);
}

}  // namespace

std::string evaluate_section(const RunReport& report) {
  std::string body;
  if (report.evaluation) {
    const EvaluationReport& e = *report.evaluation;
    body = headline(report);
    for (const std::string& warning : e.warnings) body += notice(warning);
    body += threshold_picker(report);
    body += figure_grid("<div>" + class_table(report) + "</div>" + group_figure(report)) +
            curve_figures(report);
    body += streaming_part(report);
  }
  return stage_section(report, "evaluate",
                       "On speakers the model has never heard. This is the part to believe.", body);
}

namespace {

// How strong a cell is coloured. The jump at one half keeps the count readable on every strength
// (contrast at least 4.5): dark ink below, light ink above. page.js does the same.
double cell_strength(bool right, double share) {
  if (!right) return 0.03 + 0.52 * share;
  return share > 0.5 ? 0.82 + 0.36 * (share - 0.5) : 0.05 + 0.8 * share;
}

std::string confusion_cells(const std::vector<int>& row, std::size_t truth) {
  std::int64_t total = 0;
  for (const int n : row) total += n;
  std::string html;
  for (std::size_t j = 0; j < row.size(); ++j) {
    const bool right = j == truth;
    const double share =
        total == 0 ? 0.0 : static_cast<double>(row[j]) / static_cast<double>(total);
    html += fmt::format("<td class=\"{}{}\" style=\"--a:{:.3f}\">{}</td>",
                        right ? "right" : "wrong", right && share > 0.5 ? " hot" : "",
                        cell_strength(right, share), row[j] == 0 ? "" : fmt::format("{}", row[j]));
  }
  return html;
}

}  // namespace

std::string confusion_table(const ConfusionMatrix& confusion) {
  std::string html =
      "<table class=\"confusion\"><caption class=\"hidden\">Confusion matrix: rows are what was "
      "said, columns what was understood</caption><thead><tr><th scope=\"col\"><span "
      "class=\"hidden\">said</span></th>";
  for (const std::string& label : confusion.labels) {
    html += "<th scope=\"col\"><span>" + html_escape(label) + "</span></th>";
  }
  html +=
      "<th scope=\"col\" class=\"rejected\" hidden><span>no reaction</span></th></tr></thead>"
      "<tbody>\n";
  for (std::size_t i = 0; i < confusion.labels.size(); ++i) {
    html += "<tr><th scope=\"row\">" + html_escape(confusion.labels[i]) + "</th>" +
            confusion_cells(confusion.counts[i], i) + "<td class=\"rejected\" hidden></td></tr>\n";
  }
  return scroller("Confusion matrix", html + "</tbody></table>");
}

namespace {

// The slider's position for a threshold: 0 to 255, as the scores.
int slider_step(double threshold) {
  return static_cast<int>(std::clamp(threshold, 0.0, 1.0) * 255.0 + 0.5);
}

std::string word_option(int value, const std::string& name, const OperatingPoint& suggested) {
  return fmt::format("<option value=\"{}\" data-suggested=\"{}\">{}</option>", value,
                     slider_step(suggested.threshold), html_escape(name));
}

std::string keyword_choice(const RunReport& report, const ThresholdSweep& pooled) {
  std::string html = "<label for=\"picker-word\">Word</label><select id=\"picker-word\">" +
                     word_option(-1, "all keywords", pooled.suggested);
  for (const int k : keyword_classes(report.scores.labels)) {
    const std::string& label = report.scores.labels[static_cast<std::size_t>(k)];
    for (const ThresholdSweep& sweep : report.evaluation->keyword_thresholds) {
      if (sweep.keyword == label) html += word_option(k, label, sweep.suggested);
    }
  }
  return html + "</select>";
}

std::string picker_numbers(const OperatingPoint& p) {
  return fmt::format(
      "<dl class=\"errors\"><div class=\"type1\"><dt>Type I: false accepts</dt><dd "
      "id=\"type1\">{}</dd>"
      "<dd class=\"detail\" id=\"type1-detail\">it reacts although nobody said the word</dd></div>"
      "<div class=\"type2\"><dt>Type II: misses</dt><dd id=\"type2\">{}</dd>"
      "<dd class=\"detail\" id=\"type2-detail\">it stays still although somebody "
      "did</dd></div></dl>",
      percent(p.false_accept_rate), percent(p.miss_rate));
}

std::string picker_controls(const RunReport& report, const ThresholdSweep& pooled) {
  return fmt::format(
      "<div class=\"controls needs-script\">{}<label for=\"picker-threshold\">Threshold <output "
      "id=\"picker-value\" for=\"picker-threshold\">{:.2f}</output></label><input "
      "id=\"picker-threshold\" type=\"range\" min=\"0\" max=\"255\" value=\"{}\"><button "
      "type=\"button\" id=\"picker-reset\">use the suggestion</button></div>",
      keyword_choice(report, pooled), pooled.suggested.threshold,
      slider_step(pooled.suggested.threshold));
}

}  // namespace

std::string threshold_picker(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  std::string html = "<div class=\"picker\" id=\"picker\" data-frame=\"" + threshold_frame() +
                     "\"><div class=\"picker-side\">";
  if (e.threshold) {
    html += fmt::format(
        "<h3>Pick a threshold {}</h3><p class=\"reading\">Move it up and the device errs less but "
        "misses "
        "more. Suggested: {:.2f}. {}</p>",
        origin_mark(report_origin_tag(report)), e.threshold->suggested.threshold,
        html_escape(e.threshold->criterion));
    if (!report.scores.truths.empty()) html += picker_controls(report, *e.threshold);
    html += picker_numbers(e.threshold->suggested);
    html += threshold_chart(*e.threshold);
  }
  html +=
      "</div><div class=\"picker-main\"><h3>What was taken for what</h3><p class=\"reading\">Rows "
      "are what was "
      "said, columns what was understood, in clips.</p>" +
      confusion_table(e.confusion) +
      "<p class=\"reading\">A full diagonal is good. A filled cell off the diagonal names two "
      "words that sound "
      "alike to the model.</p><p class=\"reading needs-script\" id=\"confusion-note\" "
      "aria-live=\"polite\"></p></div>"
      "</div>\n";
  return html;
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
