// SPDX-License-Identifier: Apache-2.0
// The stages collect, preprocess and train.
#include <fmt/core.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/html.h"
#include "core/report/sections.h"

namespace tadpole {
namespace {

std::string split_table(const DatasetSummary& d) {
  const auto row = [](const char* name, const CountRow& r) {
    return std::vector<std::string>{name, thousands(r.train), thousands(r.validation),
                                    thousands(r.test), thousands(r.total())};
  };
  std::vector<std::vector<std::string>> rows = {row("clips", d.clips), row("speakers", d.speakers)};
  for (const CountRow& group : d.groups)
    rows.push_back(row(("clips, " + group.name).c_str(), group));
  return table("Clips and speakers per split",
               {{""}, {"train", true}, {"validation", true}, {"test", true}, {"all", true}}, rows);
}

std::string check_list(const std::vector<DataCheck>& checks) {
  if (checks.empty()) return "";
  std::string html = "<figure><h3>What was checked</h3><ul class=\"checks\">\n";
  for (const DataCheck& check : checks) {
    const char* css = check.severity == "ok"      ? "ok"
                      : check.severity == "error" ? "error"
                                                  : "warning";
    html += fmt::format("<li class=\"{}\"><span class=\"verdict\">{}</span> <b>{}</b> {}</li>\n",
                        css, css, html_escape(check.name), html_escape(check.sentence));
  }
  return html + "</ul></figure>\n";
}

std::string example_card(const ExampleClip& example, std::size_t index) {
  const std::string said = example.word.empty() ? example.label : example.word;
  const std::string image = feature_image(example.features);
  std::string html = "<li class=\"clip\"><div class=\"clip-view\">" + waveform_chart(example);
  if (!image.empty()) {
    html += fmt::format("<img src=\"{}\" alt=\"Features of '{}'\" width=\"160\" height=\"60\">",
                        image, html_escape(said));
  }
  html += "<span class=\"playhead\" aria-hidden=\"true\"></span></div><div class=\"clip-text\">";
  if (!example.wav_base64.empty()) {
    html += fmt::format(
        "<button type=\"button\" class=\"play\" data-clip=\"{}\" aria-label=\"Play '{}' by {}\">"
        "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path d=\"M2 1l7 4-7 "
        "4z\"/></svg></button>",
        index, html_escape(said), html_escape(example.speaker));
  }
  return html + fmt::format("<p><b>{}</b> <span>{}</span></p></div></li>\n", html_escape(said),
                            html_escape(example.speaker));
}

std::string examples_gallery(const RunReport& report) {
  if (report.examples.empty()) return "";
  std::string html =
      "<div class=\"gallery\"><h3>Listen</h3><p class=\"reading\">Above the sound wave, below it "
      "what the "
      "model sees: time runs to the right, pitch upwards, bright is loud. Words of one class "
      "should look "
      "alike.</p>\n<div class=\"class-rows\">\n";
  for (const std::string& label : report.labels) {
    std::string cards;
    for (std::size_t i = 0; i < report.examples.size(); ++i) {
      if (report.examples[i].label == label) cards += example_card(report.examples[i], i);
    }
    if (cards.empty()) continue;
    html += "<section class=\"class-row\"><h4>" + html_escape(label) + "</h4><ul class=\"clips\">" +
            cards + "</ul></section>\n";
  }
  return html + "</div></div>\n";
}

NamedValue joined(const std::string& name, const std::vector<std::string>& parts) {
  return {name, parts.empty() ? "not given" : join(parts, "; ")};
}

// In the model's class order, the same everywhere on the page.
std::vector<CountRow> in_label_order(std::vector<CountRow> rows,
                                     const std::vector<std::string>& labels) {
  const auto place = [&](const CountRow& row) {
    return std::find(labels.begin(), labels.end(), row.name) - labels.begin();
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const CountRow& a, const CountRow& b) { return place(a) < place(b); });
  return rows;
}

}  // namespace

std::string collect_section(const RunReport& report) {
  std::string body;
  if (report.dataset) {
    const DatasetSummary& d = *report.dataset;
    body = figure_grid(
        figure(
            "Clips per class", balance_chart(in_label_order(d.classes, report.labels)),
            "Bars of equal length mean that no word is favoured; no speaker is in two colours.") +
        "<div>" + check_list(d.checks) + split_table(d) + "</div>");
    body +=
        facts({{"dataset version", d.version.substr(0, 16)},
               {"origin", origin_tag(d.origin).empty() ? "recorded voices" : origin_tag(d.origin)},
               {"length", fmt::format("{:.2f} hours", d.hours)},
               joined("licences", d.licences),
               joined("consent", d.consents),
               joined("sources", d.sources)});
  }
  body += examples_gallery(report);
  return stage_section(report, "collect",
                       "The voices this model learned from, and the ones kept apart to test it.",
                       body);
}

std::string preprocess_section(const RunReport& report) {
  std::string body;
  if (report.features) {
    const FeatureSummary& f = *report.features;
    std::string pictures;
    for (const ExampleClip& example : report.examples) {
      if (!is_keyword(example.label) || example.features.times == 0) continue;
      pictures = figure(fmt::format("One second of \xE2\x80\x9C{}\xE2\x80\x9D", example.label),
                        feature_chart(example, f),
                        "Each column is a short window of sound, each row a band of pitch; this "
                        "picture is all the "
                        "model gets.");
      break;
    }
    std::vector<NamedValue> values = {
        {"front end", f.kind},
        {"shape", fmt::format("{} time steps \xC3\x97 {} bands", f.times, f.bands)}};
    values.insert(values.end(), f.options.begin(), f.options.end());
    body = figure_grid(pictures + "<div>" + facts(values) + "</div>");
  }
  return stage_section(
      report, "preprocess",
      "From 16 000 samples to a small picture, by the same code that runs on the device.", body);
}

std::string train_section(const RunReport& report) {
  std::string body;
  if (report.training) {
    const TrainingSummary& t = *report.training;
    const std::string tag = report_origin_tag(report);
    body = figure_grid(
        figure(
            "Loss", loss_chart(t),
            "Both lines should fall; when validation turns upwards, the model starts to learn "
            "its training clips by heart. The training line includes augmentation, so it may lie "
            "above.") +
        figure("Accuracy" + (tag.empty() ? "" : ", " + tag), accuracy_chart(t),
               "The gap between the lines is what does not carry over to new speakers. The marked "
               "epoch was kept."));
    std::vector<NamedValue> values = {
        {"architecture", t.model},
        {"parameters", thousands(t.parameters)},
        {"multiply-accumulates", count_text(t.macs)},
        {"stopped", t.stopped_because.empty() ? "not recorded" : t.stopped_because}};
    body += facts(values) + drawer("All training options", facts(t.options));
    if (!t.layers_text.empty())
      body += drawer("Layers", scroller("Layers", "<pre>" + html_escape(t.layers_text) + "</pre>"));
  }
  return stage_section(report, "train", "How the network learned, epoch by epoch.", body);
}

}  // namespace tadpole
