// SPDX-License-Identifier: Apache-2.0
// The examples of the stage collect, a row for each class.
#include <fmt/core.h>

#include <algorithm>

#include "core/report/charts.h"
#include "core/report/encode.h"
#include "core/report/html.h"
#include "core/report/sections.h"

namespace tadpole {
namespace {

std::string feature_img(const ExampleClip& example, const std::string& name) {
  const std::string image = feature_image(example.features);
  if (image.empty()) return "";
  return fmt::format(
      "<img class=\"map\" src=\"{}\" alt=\"Features of '{}'\" width=\"160\" height=\"60\">", image,
      html_escape(name));
}

std::string row_list(const std::vector<NamedValue>& row) {
  if (row.empty()) return "";
  constexpr std::size_t kShown = 12;
  std::string html = "<dl class=\"row\">";
  for (std::size_t i = 0; i < std::min(kShown, row.size()); ++i) {
    html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", html_escape(row[i].name),
                        html_escape(row[i].value));
  }
  html += "</dl>";
  if (row.size() > kShown)
    html += fmt::format("<p class=\"more\">and {} more</p>", row.size() - kShown);
  return html;
}

// What the example has, largest first; the model's view stands beside the picture.
std::string example_view(const ExampleClip& example, const std::string& name) {
  std::string pictures = png_picture(example.picture_png_base64, "An example of " + name) +
                         png_picture(example.model_png_base64, "The model's view of " + name);
  if (!pictures.empty()) pictures = "<div class=\"pictures\">" + pictures + "</div>";
  return pictures + waveform_chart(example) + small_trace_chart(example) + stroke_chart(example) +
         feature_img(example, name) + row_list(example.row);
}

std::string play_button(const ExampleClip& example, const std::string& name, std::size_t index) {
  if (example.wav_base64.empty()) return "";
  return fmt::format(
      "<button type=\"button\" class=\"play\" data-clip=\"{}\" aria-label=\"Play '{}' by {}\">"
      "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><path d=\"M2 1l7 4-7 4z\"/></svg></button>",
      index, html_escape(name), html_escape(example.speaker));
}

// Under a row's title only what tells one example from the next.
std::string example_text(const ExampleClip& example) {
  std::string below = example.speaker;
  for (const std::string& part : {example.group, example.split}) {
    if (!part.empty()) below += (below.empty() ? "" : " \xC2\xB7 ") + part;
  }
  const std::string name = example.word.empty() ? "" : "<b>" + html_escape(example.word) + "</b> ";
  return fmt::format("<p>{}<span>{}</span></p>", name, html_escape(below));
}

std::string example_card(const ExampleClip& example, std::size_t index) {
  const std::string name = example.word.empty() ? example.label : example.word;
  return fmt::format(
      "<li class=\"clip\"><div class=\"clip-view\">{}<span class=\"playhead\" "
      "aria-hidden=\"true\"></span></div><div class=\"clip-text\">{}{}</div></li>\n",
      example_view(example, name), play_button(example, name, index), example_text(example));
}

// The classes of the model, then what belongs to none of them: "" where there are no classes.
std::vector<std::string> rows_of(const RunReport& report) {
  std::vector<std::string> rows = report.labels;
  for (const ExampleClip& example : report.examples) {
    if (std::find(rows.begin(), rows.end(), example.label) == rows.end())
      rows.push_back(example.label);
  }
  return rows;
}

std::string class_row(const RunReport& report, const std::string& label) {
  std::string cards;
  for (std::size_t i = 0; i < report.examples.size(); ++i) {
    if (report.examples[i].label == label) cards += example_card(report.examples[i], i);
  }
  if (cards.empty()) return "";
  const std::string title = label.empty() ? "" : "<h4>" + html_escape(label) + "</h4>";
  return "<section class=\"class-row\">" + title + "<ul class=\"clips\">" + cards +
         "</ul></section>\n";
}

std::string key_of(const RunReport& report) {
  for (const ExampleClip& example : report.examples) {
    if (!example.traces.empty()) return trace_key(example);
  }
  return "";
}

}  // namespace

std::string examples_gallery(const RunReport& report) {
  if (report.examples.empty()) return "";
  std::string rows;
  for (const std::string& label : rows_of(report)) rows += class_row(report, label);
  return fmt::format(
      "<div class=\"gallery\"><h3>{}</h3><p class=\"reading\">{}</p>{}\n<div "
      "class=\"class-rows\">\n{}</div></div>\n",
      html_escape(report.wording.gallery_title), html_escape(report.wording.gallery_note),
      key_of(report), rows);
}

}  // namespace tadpole
