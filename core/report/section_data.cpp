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

std::string split_table(const DatasetSummary& d, const Wording& w) {
  const auto row = [](const std::string& name, const CountRow& r) {
    return std::vector<std::string>{name, thousands(r.train), thousands(r.validation),
                                    thousands(r.test), thousands(r.total())};
  };
  std::vector<std::vector<std::string>> rows = {row(w.items, d.clips)};
  if (!stands_alone(w)) rows.push_back(row(w.whos, d.speakers));
  for (const CountRow& group : d.groups) rows.push_back(row(w.items + ", " + group.name, group));
  return table(capitalised(w.items) + (stands_alone(w) ? "" : " and " + w.whos) + " per split",
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
  const Wording& w = report.wording;
  std::string body;
  if (report.dataset) {
    const DatasetSummary& d = *report.dataset;
    const std::vector<CountRow> classes = in_label_order(d.classes, report.labels);
    body = figure_grid(
        figure(capitalised(w.items) + " per class", balance_chart(classes, w.items),
               fmt::format("Bars of equal length mean that no {} is favoured; no {} is in two "
                           "colours.",
                           w.label, w.who)) +
        "<div>" + check_list(d.checks) + split_table(d, w) + "</div>");
    body += facts({{"dataset version", d.version.substr(0, 16)},
                   {"origin", origin_text(d.origin, w)},
                   {"length", d.hours > 0.0 ? fmt::format("{:.2f} hours", d.hours) : ""},
                   joined("licences", d.licences),
                   joined("consent", d.consents),
                   joined("sources", d.sources)});
  }
  body += examples_gallery(report);
  return stage_section(report, "collect", w.collect_lede, body);
}

namespace {

const ExampleClip* first_example(const RunReport& report, bool (*fits)(const ExampleClip&)) {
  for (const ExampleClip& example : report.examples) {
    if (is_keyword(example.label) && fits(example)) return &example;
  }
  return nullptr;
}

std::string map_figure(const RunReport& report, const ExampleClip& example) {
  const bool voices = report.wording.subject == Subject::voices;
  return figure(
      fmt::format("{} \xE2\x80\x9C{}\xE2\x80\x9D",
                  voices ? "One second of" : "What the model gets of", example.label),
      feature_chart(example, *report.features),
      voices ? "Each column is a short window of sound, each row a band of pitch; this picture is "
               "all the model gets."
             : "Each column is a short window of time, each row a band of frequency or a "
               "coefficient; this picture is all the model gets.");
}

// The picture as it was taken beside what is left of it.
std::string picture_figures(const ExampleClip& example) {
  return figure(fmt::format("A \xE2\x80\x9C{}\xE2\x80\x9D as it was taken", example.label),
                png_picture(example.picture_png_base64, "An example of " + example.label),
                "What you see.", "plain") +
         figure("What the model gets of it",
                png_picture(example.model_png_base64, "The model's view of " + example.label),
                "Cut, scaled and in the model's colours; what you cannot tell here, it cannot "
                "either.",
                "plain");
}

// The clearest thing there is of one example: its map, its picture, its traces or its stroke.
std::string feature_figures(const RunReport& report) {
  using E = const ExampleClip&;
  if (const auto* e = first_example(report, [](E x) { return x.features.times > 0; }))
    return map_figure(report, *e);
  if (const auto* e = first_example(report, [](E x) { return !x.model_png_base64.empty(); }))
    return picture_figures(*e);
  if (const auto* e = first_example(report, [](E x) { return !x.traces.empty(); })) {
    return figure(
        fmt::format("One {}{}", report.wording.item,
                    e->label.empty() ? "" : " of \xE2\x80\x9C" + e->label + "\xE2\x80\x9D"),
        trace_chart(*e), "Every line is a channel.");
  }
  if (const auto* e = first_example(report, [](E x) { return !x.stroke.empty(); })) {
    return figure("One stroke of \xE2\x80\x9C" + e->label + "\xE2\x80\x9D", stroke_chart(*e),
                  "The dot is where it begins.", "plain");
  }
  return "";
}

std::string shape_text(const FeatureSummary& f) {
  if (f.times <= 0 && f.bands <= 0) return f.shape;
  return fmt::format("{} time steps \xC3\x97 {} bands", f.times, f.bands);
}

std::string map_figures(const RunReport& report) {
  if (!report.map) return "";
  const FeatureMap& map = *report.map;
  const std::string items = report.wording.items;
  const std::string some =
      static_cast<int>(map.names.size()) < map.of
          ? fmt::format(" {} of {} training {}, evenly taken.", map.names.size(), map.of, items)
          : "";
  const auto& labels = report.labels;
  return figure_grid(
      figure("What is alike lies together", map_chart(map, map.t_sne, labels, "t-SNE"),
             fmt::format("Every dot is one training sample; point at it for its name. Labels whose "
                         "dots mix are hard to tell apart by these features. Distances between "
                         "clusters mean nothing (t-SNE).{}",
                         some),
             "plain") +
      figure("The two directions of most difference",
             map_chart(map, map.pca, labels, "principal components"),
             fmt::format("The same samples along the first two principal components, which show {} "
                         "of all variance.",
                         percent(map.pca_share)),
             "plain"));
}

}  // namespace

std::string preprocess_section(const RunReport& report) {
  std::string body;
  if (report.features) {
    const FeatureSummary& f = *report.features;
    std::vector<NamedValue> values = {{"front end", f.kind}, {"shape", shape_text(f)}};
    values.insert(values.end(), f.options.begin(), f.options.end());
    body = figure_grid(feature_figures(report) + "<div>" + facts(values) + "</div>");
    body += map_figures(report);
  }
  return stage_section(report, "preprocess", report.wording.preprocess_lede, body);
}

namespace {

std::string watch_figure(const RunReport& report) {
  const std::string chart = watch_chart(*report.training, report.labels);
  if (chart.empty()) return "";
  const bool classes = report.training->watched[0].said[0] >= 0;
  return figure("How the answers changed", scroller("How the answers changed", chart),
                classes ? "A row is one validation sample under its true label, a bar one epoch: "
                          "the higher, the surer the model was of the truth. Where another label "
                          "won, the bar has the other colour."
                        : "A row is one validation sample under its true value, a bar one epoch: "
                          "what the model said, between its least and its greatest answer.",
                "full");
}

std::string training_figures(const RunReport& report) {
  const TrainingSummary& t = *report.training;
  const Wording& w = report.wording;
  return figure_grid(
             figure("Loss", loss_chart(t),
                    fmt::format(
                        "Both lines should fall; when validation turns upwards, the model starts "
                        "to learn its training {} by heart. The training line includes "
                        "augmentation, so it may lie above.",
                        w.items)) +
             figure(
                 tagged(report, "Accuracy"), accuracy_chart(t),
                 fmt::format("The gap between the lines is what does not carry over to new {}. The "
                             "marked epoch was kept.",
                             w.whos)) +
             figure("As training saw them",
                    png_picture(t.augmentation_png_base64, "A sheet of augmented " + w.items),
                    fmt::format(
                        "The {} were changed at random in every epoch. If you would not give one "
                        "of these its label, augment less.",
                        w.items),
                    "plain")) +
         watch_figure(report);
}

}  // namespace

std::string train_section(const RunReport& report) {
  std::string body;
  if (report.training) {
    const TrainingSummary& t = *report.training;
    const std::vector<NamedValue> values = {
        {"architecture", t.model},
        {"parameters", t.parameters > 0 ? thousands(t.parameters) : ""},
        {"multiply-accumulates", t.macs > 0 ? count_text(t.macs) : ""},
        {"stopped", t.stopped_because.empty() ? "not recorded" : t.stopped_because}};
    body = training_figures(report) + facts(values);
    if (!t.options.empty()) body += drawer("All training options", facts(t.options));
    if (!t.layers_text.empty())
      body += drawer("Layers", scroller("Layers", "<pre>" + html_escape(t.layers_text) + "</pre>"));
  }
  return stage_section(report, "train",
                       !report.training || !report.training->epochs.empty()
                           ? "How the network learned, epoch by epoch."
                           : "How the model was fitted.",
                       body);
}

}  // namespace tadpole
