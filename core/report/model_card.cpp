// SPDX-License-Identifier: Apache-2.0
#include "core/report/model_card.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/report/card_subject.h"
#include "core/report/format.h"

namespace tadpole {
namespace {

using Lines = std::vector<std::string>;

std::string given_or(const std::string& text, const std::string& otherwise) {
  return text.empty() ? otherwise : text;
}

std::string provenance_of(const RunReport& report, const std::string& name) {
  for (const NamedValue& value : report.provenance) {
    if (value.name == name) return value.value;
  }
  return "";
}

// " [synthetic voices]" or "": stands behind every accuracy.
std::string tag_of(const RunReport& report) {
  const std::string tag = report_origin_tag(report);
  return tag.empty() ? "" : " [" + tag + "]";
}

const SubjectLines& subject_of(const RunReport& report) {
  return subject_lines(report.wording.subject);
}

// "12 test clips of 3 speakers"; where every item stands for itself without the people.
std::string of_whos(int whos, const Wording& w) {
  return stands_alone(w) || whos <= 0 ? "" : fmt::format(" of {} {}", thousands(whos), w.whos);
}

std::string what_it_is(const RunReport& report) {
  if (report.anomaly) {
    return fmt::format("an anomaly detector: it learned normal {} and scores how strange one is",
                       report.wording.items);
  }
  if (!report.regression)
    return fmt::format("a {} for {}", report.wording.model, join(report.labels, ", "));
  std::vector<std::string> names;
  for (const RegressionTarget& target : report.regression->targets) names.push_back(target.name);
  return "a model that predicts " + join(names, ", ");
}

Lines details(const RunReport& report) {
  Lines lines = {fmt::format("{}: {}.", report.project, what_it_is(report))};
  if (report.training) {
    const TrainingSummary& t = *report.training;
    lines.push_back(
        t.parameters > 0
            ? fmt::format("Architecture {}, {} parameters, {} multiply-accumulates per inference.",
                          t.model, thousands(t.parameters), thousands(t.macs))
            : fmt::format("Architecture {}.", t.model));
  }
  if (report.regression && !report.regression->weights.empty())
    lines.push_back("The whole model: " + report.regression->weights + ".");
  if (report.deploy && !report.deploy->model_file.empty()) {
    lines.push_back(fmt::format("File: {}.", report.deploy->model_file));
  }
  lines.push_back(fmt::format("Made: {}. Model hash: {}.", given_or(report.created, "not recorded"),
                              given_or(provenance_of(report, "model"), "not recorded")));
  lines.push_back(fmt::format(
      "Owner: {}. Contact: {}. Licence: {}.", given_or(report.card.owner, "not given"),
      given_or(report.card.contact, "not given"), given_or(report.card.licence, "not given")));
  return lines;
}

Lines intended_use(const RunReport& report) {
  return {
      given_or(report.card.purpose, subject_of(report).purpose),
      "Users: " + given_or(report.card.users, "not said by the author") + ".",
      "Out of scope: " + given_or(report.card.out_of_scope, subject_of(report).out_of_scope) + "."};
}

std::string group_names(const SliceReport& groups, const Wording& w) {
  std::vector<std::string> names;
  for (const Slice& slice : groups.slices)
    names.push_back(fmt::format("{} ({} {})", slice.name, slice.n, w.items));
  return join(names, ", ");
}

std::string tested_groups(const RunReport& report) {
  if (report.evaluation && report.evaluation->groups.slices.size() > 1)
    return "Tested groups: " + group_names(report.evaluation->groups, report.wording) + ".";
  if (!report.anomaly || report.anomaly->groups.size() < 2) return subject_of(report).no_groups;
  std::vector<std::string> names;
  for (const AnomalySlice& group : report.anomaly->groups) names.push_back(group.name);
  return "Tested groups: " + join(names, ", ") + ".";
}

Lines factors(const RunReport& report) {
  Lines lines = {tested_groups(report)};
  if (report.evaluation && report.evaluation->streaming) {
    lines.push_back("Noise: tested in the scenes " +
                    join(report.evaluation->streaming->scene_names, ", ") + ".");
  } else {
    lines.push_back(subject_of(report).conditions);
  }
  lines.push_back(subject_of(report).not_varied);
  return lines;
}

std::string threshold_line(const ThresholdSweep& sweep) {
  const bool confidence = is_confidence(sweep);
  return fmt::format("Threshold {:.2f}: {} At it, {} {}, {} {}.", sweep.suggested.threshold,
                     sweep.criterion, confidence ? "wrong answers" : "false accepts (Type I)",
                     percent(sweep.suggested.false_accept_rate),
                     confidence ? "no answer" : "misses (Type II)",
                     percent(sweep.suggested.miss_rate));
}

Lines class_metrics(const EvaluationReport& e) {
  Lines lines = {fmt::format("Accuracy with a {:.0f} % interval by {} ({}).",
                             100 * e.accuracy_by_speaker.level, e.wording.who,
                             e.accuracy_by_speaker.method)};
  if (e.threshold) {
    lines.push_back(threshold_line(*e.threshold));
  } else {
    lines.push_back(
        fmt::format("No threshold was chosen: the test lacks {0} {1} or {1} without {0}.",
                    e.wording.target, e.wording.items));
  }
  lines.push_back(e.wording.expects_rest
                      ? "Precision, recall and F1 per class, calibration error, and false accepts "
                        "per hour in long audio."
                      : "Precision, recall and F1 per class, and calibration error.");
  return lines;
}

// " (bootstrap over 12 people)" or "".
std::string method_of(const Interval& interval) {
  return interval.method.empty() ? "" : " (" + interval.method + ")";
}

Lines number_metrics(const RegressionSummary& r) {
  const std::string method = r.targets.empty() ? "" : method_of(r.targets.front().mae_interval);
  return {"Mean absolute error with a 95 % interval" + method + ": by how much it is off.",
          "Root mean square error, in which large errors weigh more, and R\xC2\xB2: the share of "
          "the variation that it explains."};
}

Lines alarm_metrics(const AnomalySummary& a, const Wording& w) {
  Lines lines = {"AUC with a 95 % interval" + method_of(a.interval) + ": how often an anomalous " +
                 w.item + " scores above a normal one."};
  if (a.pauc_limit > 0.0) {
    lines.push_back(
        fmt::format("Partial AUC: the same where at most {} of the normal {} give an "
                    "alarm.",
                    percent(a.pauc_limit, 0), w.items));
  }
  lines.push_back(fmt::format("Threshold {}{}{}.", short_number(a.threshold),
                              a.threshold_rule.empty() ? "" : ": ", a.threshold_rule));
  return lines;
}

Lines metrics(const RunReport& report) {
  if (report.evaluation) return class_metrics(*report.evaluation);
  if (report.regression) return number_metrics(*report.regression);
  if (report.anomaly) return alarm_metrics(*report.anomaly, report.wording);
  return {"The model was not evaluated."};
}

std::string tested_on(const RunReport& report) {
  const Wording& w = report.wording;
  const std::string& met = subject_of(report).met;
  if (report.evaluation) {
    const EvaluationReport& e = *report.evaluation;
    return fmt::format("{} {} {}{}; {}.", thousands(e.clips), e.split, w.items,
                       of_whos(e.speakers, e.wording), met);
  }
  if (report.regression) {
    const RegressionSummary& r = *report.regression;
    return fmt::format("{} {}{}; {}.", thousands(r.items), w.items, of_whos(r.whos, w), met);
  }
  const AnomalySummary& a = *report.anomaly;
  return fmt::format("{} normal and {} anomalous {}{}; {}.", thousands(a.passed + a.false_alarms),
                     thousands(a.found + a.missed), w.items, of_whos(a.whos, w), met);
}

Lines evaluation_data(const RunReport& report) {
  if (!report.evaluation && !report.regression && !report.anomaly)
    return {"None: the model was not evaluated."};
  const std::string& origin = report.evaluation   ? report.evaluation->origin
                              : report.regression ? report.regression->origin
                                                  : report.anomaly->origin;
  Lines lines = {tested_on(report)};
  const std::string tag = origin_tag(origin, report.wording);
  if (!tag.empty())
    lines.push_back(fmt::format("Origin: {}. {}", tag, subject_of(report).synthetic_origin));
  return lines;
}

Lines training_data(const RunReport& report) {
  if (!report.dataset) return {"Not recorded."};
  const DatasetSummary& d = *report.dataset;
  const Wording& w = report.wording;
  Lines lines = {fmt::format(
      "Dataset {}: {} {} ({} train, {} validation, {} test){}{}.", d.version.substr(0, 12),
      thousands(d.clips.total()), w.items, thousands(d.clips.train), thousands(d.clips.validation),
      thousands(d.clips.test),
      of_whos(static_cast<int>(std::min<std::int64_t>(d.speakers.total(), 2000000000)), w),
      d.hours > 0.0 ? fmt::format(", {:.1f} hours", d.hours) : "")};
  lines.push_back("Origin: " + origin_text(d.origin, w) + ".");
  lines.push_back("Licences: " + given_or(join(d.licences, "; "), "not given") + ".");
  lines.push_back("Consent: " + given_or(join(d.consents, "; "), "not given") + ".");
  return lines;
}

void add_slices(const RunReport& report, Lines& lines) {
  const SliceReport& groups = report.evaluation->groups;
  if (groups.slices.size() < 2) return;
  for (const Slice& s : groups.slices) {
    lines.push_back(fmt::format(
        "{}: {} ({}){}, {} {}{}{}.", s.name, percent(s.accuracy), interval_text(s.interval),
        tag_of(report), s.n, report.wording.items, of_whos(s.speakers, report.evaluation->wording),
        s.small ? ", too few to conclude" : ""));
  }
}

void add_streaming(const RunReport& report, Lines& lines) {
  if (!report.evaluation->streaming) return;
  const StreamingReport& s = *report.evaluation->streaming;
  lines.push_back(fmt::format(
      "In {:.0f} minutes of long audio{}: {} of {} words heard, {:.1f} false accepts per hour "
      "(up to {:.1f} not excluded), median latency {:.0f} ms.",
      60 * s.hours, tag_of(report), s.result.heard, s.result.words, s.result.false_accepts_per_hour,
      false_accepts_per_hour_bound(s), s.median_latency_ms));
}

Lines class_analyses(const RunReport& report) {
  const EvaluationReport& e = *report.evaluation;
  Lines lines = {fmt::format("{} model: accuracy {} ({}){}, balanced {}, macro F1 {:.3f}.", e.model,
                             percent(e.accuracy), interval_text(e.accuracy_by_speaker),
                             tag_of(report), percent(e.balanced_accuracy), e.macro_f1)};
  add_slices(report, lines);
  add_streaming(report, lines);
  return lines;
}

Lines number_analyses(const RunReport& report) {
  Lines lines;
  for (const RegressionTarget& t : report.regression->targets) {
    lines.push_back(fmt::format(
        "{} model, {}: off by {} on average ({}){}, root mean square {}.", report.regression->model,
        t.name, with_unit(short_number(t.mae), t.unit), range_text(t.mae_interval, t.unit),
        tag_of(report), with_unit(short_number(t.rmse), t.unit)));
  }
  return lines.empty() ? Lines{"None."} : lines;
}

Lines alarm_analyses(const RunReport& report) {
  const AnomalySummary& a = *report.anomaly;
  Lines lines = {
      fmt::format("{} model: AUC {:.3f} ({}){}.", a.model, a.auc, range_text(a.interval, ""),
                  tag_of(report)),
      fmt::format("At the threshold{}: {} of {} anomalies found, {} false alarms among {} "
                  "normal {}; precision {}, recall {}, F1 {:.3f}.",
                  tag_of(report), a.found, a.found + a.missed, a.false_alarms,
                  a.passed + a.false_alarms, report.wording.items, percent(a.precision),
                  percent(a.recall), a.f1)};
  for (const AnomalySlice& g : a.groups) {
    lines.push_back(fmt::format("{}: AUC {:.3f}{}, {} normal and {} anomalous {}.", g.name, g.auc,
                                tag_of(report), g.normal, g.anomalous, report.wording.items));
  }
  return lines;
}

Lines analyses(const RunReport& report) {
  if (report.evaluation) return class_analyses(report);
  if (report.regression) return number_analyses(report);
  if (report.anomaly) return alarm_analyses(report);
  return {"None."};
}

Lines ethics(const RunReport& report) {
  Lines lines;
  if (!report.card.ethics.empty()) lines.push_back(report.card.ethics);
  const std::vector<std::string>& more = subject_of(report).ethics;
  lines.insert(lines.end(), more.begin(), more.end());
  if (report.evaluation && report.evaluation->groups.largest_gap > 0.05) {
    lines.push_back(
        fmt::format("It {} some groups worse than others: the largest gap is {} points.",
                    report.wording.subject == Subject::voices ? "understands" : "serves",
                    fmt::format("{:.1f}", 100 * report.evaluation->groups.largest_gap)));
  }
  return lines;
}

Lines caveats(const RunReport& report) {
  Lines lines;
  if (!report.card.caveats.empty()) lines.push_back(report.card.caveats);
  if (!report_origin_tag(report).empty()) lines.push_back(subject_of(report).synthetic_caveat);
  const auto add = [&](const std::vector<std::string>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  };
  if (report.evaluation) add(report.evaluation->warnings);
  if (report.regression) add(report.regression->warnings);
  if (report.anomaly) add(report.anomaly->warnings);
  lines.push_back(subject_of(report).advice);
  return lines;
}

}  // namespace

std::vector<CardSection> model_card(const RunReport& report) {
  return {{"Model details", details(report)},
          {"Intended use", intended_use(report)},
          {"Factors", factors(report)},
          {"Metrics", metrics(report)},
          {"Evaluation data", evaluation_data(report)},
          {"Training data", training_data(report)},
          {"Quantitative analyses", analyses(report)},
          {"Ethical considerations", ethics(report)},
          {"Caveats and recommendations", caveats(report)}};
}

namespace {

std::string markdown_escape(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (std::string_view("\\`*_[]<>#|").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string model_card_markdown(const RunReport& report) {
  std::string text = fmt::format("# Model card: {}\n", markdown_escape(report.project));
  for (const CardSection& section : model_card(report)) {
    text += fmt::format("\n## {}\n\n", section.title);
    for (const std::string& line : section.lines)
      text += fmt::format("- {}\n", markdown_escape(line));
  }
  return text;
}

}  // namespace tadpole
