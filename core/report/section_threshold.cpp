// SPDX-License-Identifier: Apache-2.0
// The threshold picker and the confusion matrix beside it.
#include <fmt/core.h>

#include <algorithm>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/sections.h"

namespace tadpole {

// The jump at one half keeps the count readable on every strength (contrast at least 4.5): dark ink
// below, light ink above. page.js does the same.
double cell_strength(bool right, double share) {
  if (!right) return 0.03 + 0.52 * share;
  return share > 0.5 ? 0.82 + 0.36 * (share - 0.5) : 0.05 + 0.8 * share;
}

namespace {

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

std::string confusion_table(const EvaluationReport& evaluation) {
  const ConfusionMatrix& confusion = evaluation.confusion;
  const Wording& w = evaluation.wording;
  const bool confidence = evaluation.threshold && is_confidence(*evaluation.threshold);
  std::string html = fmt::format(
      "<table class=\"confusion\"><caption class=\"hidden\">Confusion matrix: rows are what {}, "
      "columns what {}</caption><thead><tr><th scope=\"col\"><span class=\"hidden\">what "
      "{}</span></th>",
      html_escape(w.truth_was), html_escape(w.answer_was), html_escape(w.truth_was));
  for (const std::string& label : confusion.labels) {
    html += "<th scope=\"col\"><span>" + html_escape(label) + "</span></th>";
  }
  html += fmt::format(
      "<th scope=\"col\" class=\"rejected\" hidden><span>{}</span></th></tr></thead><tbody>\n",
      confidence ? "no answer" : "no reaction");
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

// Without a rest class there is one threshold for all: nothing to choose.
std::string keyword_choice(const RunReport& report, const ThresholdSweep& pooled) {
  if (is_confidence(pooled)) return "";
  const Wording& w = report.evaluation->wording;
  std::string html = "<label for=\"picker-word\">" + html_escape(capitalised(w.label)) +
                     "</label><select id=\"picker-word\">" +
                     word_option(-1, "all " + w.targets, pooled.suggested);
  for (const int k : keyword_classes(report.scores.labels)) {
    const std::string& label = report.scores.labels[static_cast<std::size_t>(k)];
    for (const ThresholdSweep& sweep : report.evaluation->keyword_thresholds) {
      if (sweep.keyword == label) html += word_option(k, label, sweep.suggested);
    }
  }
  return html + "</select>";
}

struct PickerWords {
  std::string title, reading, type1, type1_detail, type2, type2_detail;
};

PickerWords picker_words(const EvaluationReport& e) {
  const Wording& w = e.wording;
  if (is_confidence(*e.threshold)) {
    return {"Say nothing below this confidence",
            "Move it up and the model errs less but answers less often.",
            "Wrong answers",
            fmt::format("of all {}, named wrongly", w.items),
            "No answer",
            fmt::format("of all {}, left without a name", w.items)};
  }
  return {"Pick a threshold",      "Move it up and the device errs less but misses more.",
          "Type I: false accepts", w.false_accept,
          "Type II: misses",       w.miss};
}

std::string picker_numbers(const OperatingPoint& p, const PickerWords& words) {
  return fmt::format(
      "<dl class=\"errors\"><div class=\"type1\"><dt>{}</dt><dd id=\"type1\">{}</dd>"
      "<dd class=\"detail\" id=\"type1-detail\">{}</dd></div>"
      "<div class=\"type2\"><dt>{}</dt><dd id=\"type2\">{}</dd>"
      "<dd class=\"detail\" id=\"type2-detail\">{}</dd></div></dl>",
      words.type1, percent(p.false_accept_rate), html_escape(words.type1_detail), words.type2,
      percent(p.miss_rate), html_escape(words.type2_detail));
}

std::string picker_controls(const RunReport& report, const ThresholdSweep& pooled) {
  return fmt::format(
      "<div class=\"controls needs-script\">{0}<label for=\"picker-threshold\">Threshold <output "
      "id=\"picker-value\" for=\"picker-threshold\">{1:.2f}</output></label><input "
      "id=\"picker-threshold\" type=\"range\" min=\"0\" max=\"255\" value=\"{2}\" "
      "data-suggested=\"{2}\"><button type=\"button\" id=\"picker-reset\">use the "
      "suggestion</button></div>",
      keyword_choice(report, pooled), pooled.suggested.threshold,
      slider_step(pooled.suggested.threshold));
}

std::string picker_side(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  if (!e.threshold) return "";
  const PickerWords words = picker_words(e);
  std::string html =
      fmt::format("<h3>{} {}</h3><p class=\"reading\">{} Suggested: {:.2f}. {}</p>", words.title,
                  origin_mark(report_origin_tag(report)), words.reading,
                  e.threshold->suggested.threshold, html_escape(e.threshold->criterion));
  if (!report.scores.truths.empty()) html += picker_controls(report, *e.threshold);
  return html + picker_numbers(e.threshold->suggested, words) +
         threshold_chart(*e.threshold, e.wording);
}

}  // namespace

std::string threshold_picker(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  const Wording& w = e.wording;
  return fmt::format(
      "<div class=\"picker\" id=\"picker\" data-frame=\"{}\"><div class=\"picker-side\">{}</div>"
      "<div class=\"picker-main\"><h3>What was taken for what</h3><p class=\"reading\">Rows are "
      "what {}, columns what {}, in {}.</p>{}<p class=\"reading\">A full diagonal is good. A "
      "filled cell off the diagonal names two {} that {} to the model.</p><p class=\"reading "
      "needs-script\" id=\"confusion-note\" aria-live=\"polite\"></p></div></div>\n",
      threshold_frame(), picker_side(report), html_escape(w.truth_was), html_escape(w.answer_was),
      html_escape(w.items), confusion_table(e), html_escape(w.labels), html_escape(w.alike));
}

}  // namespace tadpole
