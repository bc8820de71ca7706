// SPDX-License-Identifier: Apache-2.0
#include "core/report/model_card.h"

#include <fmt/core.h>

#include "core/base/text.h"
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

Lines details(const RunReport& report) {
  Lines lines = {
      fmt::format("{}: a keyword spotter for {}.", report.project, join(report.labels, ", "))};
  if (report.training) {
    lines.push_back(
        fmt::format("Architecture {}, {} parameters, {} multiply-accumulates per inference.",
                    report.training->model, thousands(report.training->parameters),
                    thousands(report.training->macs)));
  }
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
      given_or(
          report.card.purpose,
          "Learning: to spot its keywords on a small device, in the setting it was tested in."),
      "Users: " + given_or(report.card.users, "not said by the author") + ".",
      "Out of scope: " +
          given_or(report.card.out_of_scope,
                   "anything where a missed or an imagined word can hurt somebody; identifying who "
                   "speaks; words, languages and rooms that are not in the test") +
          "."};
}

std::string group_names(const SliceReport& groups) {
  std::vector<std::string> names;
  for (const Slice& slice : groups.slices)
    names.push_back(fmt::format("{} ({} clips)", slice.name, slice.n));
  return join(names, ", ");
}

Lines factors(const RunReport& report) {
  Lines lines;
  if (report.evaluation && report.evaluation->groups.slices.size() > 1) {
    lines.push_back("Tested groups: " + group_names(report.evaluation->groups) + ".");
  } else {
    lines.push_back(
        "Groups: the clips carry no speaker groups, so nothing is known about accents, ages or "
        "genders.");
  }
  if (report.evaluation && report.evaluation->streaming) {
    lines.push_back("Noise: tested in the scenes " +
                    join(report.evaluation->streaming->scene_names, ", ") + ".");
  } else {
    lines.push_back("Noise: no streaming test was run; how it behaves in a noisy room is unknown.");
  }
  lines.push_back(
      "Not varied on purpose: microphone, distance, room, emotion, illness, speech impairments.");
  return lines;
}

Lines metrics(const RunReport& report) {
  if (!report.evaluation) return {"The model was not evaluated."};
  const EvaluationReport& e = *report.evaluation;
  Lines lines = {fmt::format("Accuracy with a {:.0f} % interval by speaker ({}).",
                             100 * e.accuracy_by_speaker.level, e.accuracy_by_speaker.method)};
  if (e.threshold) {
    lines.push_back(
        fmt::format("Threshold {:.2f}: {} At it, false accepts (Type I) {}, misses (Type II) {}.",
                    e.threshold->suggested.threshold, e.threshold->criterion,
                    percent(e.threshold->suggested.false_accept_rate),
                    percent(e.threshold->suggested.miss_rate)));
  } else {
    lines.push_back(
        "No threshold was chosen: the test lacks keyword clips or clips without keyword.");
  }
  lines.push_back(
      "Precision, recall and F1 per class, calibration error, and false accepts per hour in long "
      "audio.");
  return lines;
}

Lines evaluation_data(const RunReport& report) {
  if (!report.evaluation) return {"None: the model was not evaluated."};
  const EvaluationReport& e = *report.evaluation;
  Lines lines = {fmt::format("{} {} clips of {} speakers; none of them was heard in training.",
                             thousands(e.clips), e.split, e.speakers)};
  if (!origin_tag(e.origin).empty()) {
    lines.push_back(
        fmt::format("Origin: {}. The speech was made by a machine; real voices will do worse.",
                    origin_tag(e.origin)));
  }
  return lines;
}

Lines training_data(const RunReport& report) {
  if (!report.dataset) return {"Not recorded."};
  const DatasetSummary& d = *report.dataset;
  Lines lines = {fmt::format(
      "Dataset {}: {} clips ({} train, {} validation, {} test) of {} speakers, {:.1f} hours.",
      d.version.substr(0, 12), thousands(d.clips.total()), thousands(d.clips.train),
      thousands(d.clips.validation), thousands(d.clips.test), thousands(d.speakers.total()),
      d.hours)};
  lines.push_back("Origin: " + given_or(origin_tag(d.origin), "recorded voices") + ".");
  lines.push_back("Licences: " + given_or(join(d.licences, "; "), "not given") + ".");
  lines.push_back("Consent: " + given_or(join(d.consents, "; "), "not given") + ".");
  return lines;
}

void add_slices(const RunReport& report, Lines& lines) {
  const SliceReport& groups = report.evaluation->groups;
  if (groups.slices.size() < 2) return;
  for (const Slice& s : groups.slices) {
    lines.push_back(fmt::format("{}: {} ({}){}, {} clips of {} speakers{}.", s.name,
                                percent(s.accuracy), interval_text(s.interval), tag_of(report), s.n,
                                s.speakers, s.small ? ", too few to conclude" : ""));
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

Lines analyses(const RunReport& report) {
  if (!report.evaluation) return {"None."};
  const EvaluationReport& e = *report.evaluation;
  Lines lines = {fmt::format("{} model: accuracy {} ({}){}, balanced {}, macro F1 {:.3f}.", e.model,
                             percent(e.accuracy), interval_text(e.accuracy_by_speaker),
                             tag_of(report), percent(e.balanced_accuracy), e.macro_f1)};
  add_slices(report, lines);
  add_streaming(report, lines);
  return lines;
}

Lines ethics(const RunReport& report) {
  Lines lines;
  if (!report.card.ethics.empty()) lines.push_back(report.card.ethics);
  lines.push_back(
      "A microphone that always listens needs the knowledge and consent of everybody in the room.");
  lines.push_back(
      "Voices are personal data: keep recordings on the device of their owner and delete them on "
      "request.");
  if (report.evaluation && report.evaluation->groups.largest_gap > 0.05) {
    lines.push_back(
        fmt::format("It understands some groups worse than others: the largest gap is {} points.",
                    fmt::format("{:.1f}", 100 * report.evaluation->groups.largest_gap)));
  }
  return lines;
}

Lines caveats(const RunReport& report) {
  Lines lines;
  if (!report.card.caveats.empty()) lines.push_back(report.card.caveats);
  if (!report_origin_tag(report).empty()) {
    lines.push_back(
        "Trained or tested on synthetic voices: record 10 clips of each word with real people and "
        "compare "
        "before you trust any number here.");
  }
  if (report.evaluation) {
    const std::vector<std::string>& warnings = report.evaluation->warnings;
    lines.insert(lines.end(), warnings.begin(), warnings.end());
  }
  lines.push_back(
      "Test it with your own microphone, in your own room, with the people who will use it; then "
      "test again "
      "after some weeks.");
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
