// SPDX-License-Identifier: Apache-2.0
#include "core/eval/evaluation.h"

#include <fmt/core.h>

#include <set>

namespace tadpole {
namespace {

void add_accuracy(EvaluationReport& report, const Predictions& predictions,
                  const EvaluationOptions& options) {
  report.clips = static_cast<int>(predictions.items.size());
  report.speakers = speaker_count(predictions);
  report.confusion = confusion_matrix(predictions);
  report.classes = class_scores(report.confusion);
  report.accuracy = accuracy(report.confusion);
  report.balanced_accuracy = balanced_accuracy(report.confusion);
  report.top2_accuracy = top_k_accuracy(predictions, 2);
  report.macro_f1 = macro_f1(report.classes);
  report.accuracy_by_speaker = speaker_interval(predictions, options.bootstrap, report.wording);
  report.accuracy_wilson = wilson_interval(report.confusion.correct(), report.clips,
                                           options.bootstrap.level, report.wording);
  report.calibration = calibration(predictions, options.calibration_bins);
  SliceOptions slices;
  slices.bootstrap = options.bootstrap;
  slices.wording = report.wording;
  report.groups = slice_by_group(predictions, slices);
}

void add_thresholds(EvaluationReport& report, const Predictions& predictions,
                    const ThresholdOptions& options) {
  report.curves = keyword_curves(predictions);
  const std::vector<int> keywords = keyword_classes(predictions.labels);
  if (!report.wording.expects_rest && keywords.size() == predictions.labels.size()) {
    report.threshold = confidence_sweep(predictions, options);
    return;
  }
  Result<ThresholdSweep> pooled = pooled_sweep(predictions, options, report.wording);
  if (pooled.ok()) {
    report.threshold = std::move(pooled).value();
  } else {
    report.warnings.push_back(pooled.error().message);
  }
  for (const int keyword : keywords) {
    Result<ThresholdSweep> sweep = keyword_sweep(predictions, keyword, options, report.wording);
    if (sweep.ok()) report.keyword_thresholds.push_back(std::move(sweep).value());
  }
}

// "speaker(s)"; a plural of its own stands alone: "people".
std::string perhaps_many(const Wording& wording) {
  return wording.whos == wording.who + "s" ? wording.who + "(s)" : wording.whos;
}

void add_warnings(EvaluationReport& report) {
  constexpr int kFewSpeakers = 10;
  if (report.speakers < kFewSpeakers) {
    report.warnings.push_back(
        fmt::format("Only {} {} in the {} split: the interval is wide and may still be "
                    "too narrow; {} or more are better.",
                    report.speakers, perhaps_many(report.wording), report.split, kFewSpeakers));
  }
  for (const ClassScore& score : report.classes) {
    if (score.support == 0)
      report.warnings.push_back(
          fmt::format("No {} {} of '{}'.", report.split, report.wording.item, score.label));
  }
  const std::vector<std::string>& more = report.groups.warnings;
  report.warnings.insert(report.warnings.end(), more.begin(), more.end());
}

// Nobody is known, or everybody gave one item: then an item is all there is to count.
Wording wording_for(const Predictions& predictions, Wording wording) {
  std::set<std::string> speakers;
  for (const Prediction& item : predictions.items) speakers.insert(item.speaker);
  if (speakers.size() == predictions.items.size())
    wording.who = wording.item, wording.whos = wording.items;
  return wording;
}

}  // namespace

Result<EvaluationReport> evaluate(const Predictions& predictions,
                                  const EvaluationOptions& options) {
  TADPOLE_TRY(check_predictions(predictions, options.wording));
  EvaluationReport report;
  report.model = options.model;
  report.split = options.split;
  report.origin = options.origin;
  report.wording = wording_for(predictions, options.wording);
  add_accuracy(report, predictions, options);
  add_thresholds(report, predictions, options.threshold);
  add_warnings(report);
  return report;
}

namespace {

std::string tag_in_brackets(const EvaluationReport& report) {
  const std::string tag = origin_tag(report.origin, report.wording);
  return tag.empty() ? "" : " [" + tag + "]";
}

std::string class_lines(const EvaluationReport& report) {
  std::string text = fmt::format("  {:<12} {:>8} {:>10} {:>8} {:>6}\n", "class",
                                 report.wording.items.substr(0, 8), "precision", "recall", "F1");
  for (const ClassScore& s : report.classes) {
    text += fmt::format("  {:<12} {:>8} {:>9.1f}% {:>7.1f}% {:>6.3f}\n", s.label.substr(0, 12),
                        s.support, 100 * s.precision, 100 * s.recall, s.f1);
  }
  return text;
}

std::string group_lines(const EvaluationReport& report) {
  if (report.groups.slices.size() < 2) return "";
  const Wording& w = report.wording;
  std::string text = fmt::format("  by {}, worst first\n", report.groups.attribute);
  for (const Slice& s : report.groups.slices) {
    const std::string who = stands_alone(w) ? "" : fmt::format(", {} {}", s.speakers, w.whos);
    text +=
        fmt::format("  {:<20} {:>5.1f} %  ({} {}{}{})\n", s.name.substr(0, 20), 100 * s.accuracy,
                    s.n, w.items, who, s.small ? ", too few to conclude" : "");
  }
  return text;
}

}  // namespace

std::string streaming_text(const EvaluationReport& report) {
  if (!report.streaming) return "";
  const StreamingPoint& p = report.streaming->result;
  return fmt::format(
      "  streaming, {:.1f} min: {} of {} words heard ({:.1f} % missed), {:.1f} false accepts per "
      "hour\n    (up to {:.1f} not excluded), median latency {:.0f} ms{}\n",
      60 * report.streaming->hours, p.heard, p.words, 100 * p.miss_rate, p.false_accepts_per_hour,
      false_accepts_per_hour_bound(*report.streaming), report.streaming->median_latency_ms,
      tag_in_brackets(report));
}

namespace {

std::string threshold_line(const ThresholdSweep& sweep) {
  const OperatingPoint& p = sweep.suggested;
  const bool confidence = is_confidence(sweep);
  return fmt::format("  threshold {:.2f}: {} {:.1f} %, {} {:.1f} %. {}\n", p.threshold,
                     confidence ? "wrong answers" : "false accepts", 100 * p.false_accept_rate,
                     confidence ? "no answer" : "misses", 100 * p.miss_rate, sweep.criterion);
}

}  // namespace

std::string evaluation_text(const EvaluationReport& report) {
  const Interval& ci = report.accuracy_by_speaker;
  const Wording& w = report.wording;
  std::string text =
      fmt::format("{} model on {} {} {}{}\n", report.model, report.clips, report.split, w.items,
                  stands_alone(w) ? "" : fmt::format(" of {} {}", report.speakers, w.whos));
  text += fmt::format("  accuracy {:.1f} % ({:.0f} % interval by {} {:.1f} to {:.1f} %){}\n",
                      100 * report.accuracy, 100 * ci.level, w.who, 100 * ci.low, 100 * ci.high,
                      tag_in_brackets(report));
  text += fmt::format("  balanced {:.1f} %, macro F1 {:.3f}, calibration error {:.3f}\n",
                      100 * report.balanced_accuracy, report.macro_f1,
                      report.calibration.expected_error);
  text += class_lines(report) + group_lines(report);
  if (report.threshold) text += threshold_line(*report.threshold);
  text += streaming_text(report);
  for (const std::string& warning : report.warnings) text += "  note: " + warning + "\n";
  return text;
}

}  // namespace tadpole
