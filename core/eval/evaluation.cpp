// SPDX-License-Identifier: Apache-2.0
#include "core/eval/evaluation.h"

#include <fmt/core.h>

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
  report.accuracy_by_speaker = speaker_interval(predictions, options.bootstrap);
  report.accuracy_wilson =
      wilson_interval(report.confusion.correct(), report.clips, options.bootstrap.level);
  report.calibration = calibration(predictions, options.calibration_bins);
  SliceOptions slices;
  slices.bootstrap = options.bootstrap;
  report.groups = slice_by_group(predictions, slices);
}

void add_thresholds(EvaluationReport& report, const Predictions& predictions,
                    const ThresholdOptions& options) {
  report.curves = keyword_curves(predictions);
  Result<ThresholdSweep> pooled = pooled_sweep(predictions, options);
  if (pooled.ok()) {
    report.threshold = std::move(pooled).value();
  } else {
    report.warnings.push_back(pooled.error().message);
  }
  for (const int keyword : keyword_classes(predictions.labels)) {
    Result<ThresholdSweep> sweep = keyword_sweep(predictions, keyword, options);
    if (sweep.ok()) report.keyword_thresholds.push_back(std::move(sweep).value());
  }
}

void add_warnings(EvaluationReport& report) {
  constexpr int kFewSpeakers = 10;
  if (report.speakers < kFewSpeakers) {
    report.warnings.push_back(
        fmt::format("Only {} speaker(s) in the {} split: the interval is wide and may still be "
                    "too narrow; {} or more are better.",
                    report.speakers, report.split, kFewSpeakers));
  }
  for (const ClassScore& score : report.classes) {
    if (score.support == 0)
      report.warnings.push_back(fmt::format("No {} clip of '{}'.", report.split, score.label));
  }
  const std::vector<std::string>& more = report.groups.warnings;
  report.warnings.insert(report.warnings.end(), more.begin(), more.end());
}

}  // namespace

Result<EvaluationReport> evaluate(const Predictions& predictions,
                                  const EvaluationOptions& options) {
  TADPOLE_TRY(check_predictions(predictions));
  EvaluationReport report;
  report.model = options.model;
  report.split = options.split;
  report.origin = options.origin;
  add_accuracy(report, predictions, options);
  add_thresholds(report, predictions, options.threshold);
  add_warnings(report);
  return report;
}

std::string origin_tag(const std::string& origin) {
  if (origin == "synthetic") return "synthetic voices";
  if (origin == "mixed") return "partly synthetic voices";
  return "";
}

namespace {

std::string tag_in_brackets(const std::string& origin) {
  const std::string tag = origin_tag(origin);
  return tag.empty() ? "" : " [" + tag + "]";
}

std::string class_lines(const EvaluationReport& report) {
  std::string text = fmt::format("  {:<12} {:>6} {:>10} {:>8} {:>6}\n", "class", "clips",
                                 "precision", "recall", "F1");
  for (const ClassScore& s : report.classes) {
    text += fmt::format("  {:<12} {:>6} {:>9.1f}% {:>7.1f}% {:>6.3f}\n", s.label.substr(0, 12),
                        s.support, 100 * s.precision, 100 * s.recall, s.f1);
  }
  return text;
}

std::string group_lines(const EvaluationReport& report) {
  if (report.groups.slices.size() < 2) return "";
  std::string text = "  by speaker group, worst first\n";
  for (const Slice& s : report.groups.slices) {
    text += fmt::format("  {:<20} {:>5.1f} %  ({} clips, {} speakers{})\n", s.name.substr(0, 20),
                        100 * s.accuracy, s.n, s.speakers, s.small ? ", too few to conclude" : "");
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
      tag_in_brackets(report.origin));
}

std::string evaluation_text(const EvaluationReport& report) {
  const Interval& ci = report.accuracy_by_speaker;
  std::string text = fmt::format("{} model on {} {} clips of {} speakers\n", report.model,
                                 report.clips, report.split, report.speakers);
  text += fmt::format("  accuracy {:.1f} % ({:.0f} % interval by speaker {:.1f} to {:.1f} %){}\n",
                      100 * report.accuracy, 100 * ci.level, 100 * ci.low, 100 * ci.high,
                      tag_in_brackets(report.origin));
  text += fmt::format("  balanced {:.1f} %, macro F1 {:.3f}, calibration error {:.3f}\n",
                      100 * report.balanced_accuracy, report.macro_f1,
                      report.calibration.expected_error);
  text += class_lines(report) + group_lines(report);
  if (report.threshold) {
    const OperatingPoint& p = report.threshold->suggested;
    text += fmt::format("  threshold {:.2f}: false accepts {:.1f} %, misses {:.1f} %. {}\n",
                        p.threshold, 100 * p.false_accept_rate, 100 * p.miss_rate,
                        report.threshold->criterion);
  }
  text += streaming_text(report);
  for (const std::string& warning : report.warnings) text += "  note: " + warning + "\n";
  return text;
}

}  // namespace tadpole
