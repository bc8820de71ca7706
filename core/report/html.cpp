// SPDX-License-Identifier: Apache-2.0
#include "core/report/html.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/report/encode.h"
#include "core/report/format.h"
#include "core/report/stages.h"

namespace tadpole {

std::string figure(const std::string& title, const std::string& picture_html,
                   const std::string& reading, const std::string& css) {
  if (picture_html.empty()) return "";
  return fmt::format("<figure class=\"{}\"><h3>{}</h3>{}<figcaption>{}</figcaption></figure>\n",
                     css, html_escape(title), picture_html, html_escape(reading));
}

std::string figure_grid(const std::string& figures_html) {
  return figures_html.empty() ? "" : "<div class=\"pair\">\n" + figures_html + "</div>\n";
}

std::string scroller(const std::string& name, const std::string& content_html) {
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">{}</div>",
      html_escape(name), content_html);
}

namespace {

std::string cell(const char* tag, const Column& column, const std::string& text,
                 const char* scope) {
  return fmt::format("<{}{}{}>{}</{}>", tag, scope, column.number ? " class=\"num\"" : "",
                     html_escape(text), tag);
}

}  // namespace

std::string table(const std::string& caption, const std::vector<Column>& columns,
                  const std::vector<std::vector<std::string>>& cells) {
  std::string html = "<table><caption>" + html_escape(caption) + "</caption><thead><tr>";
  for (const Column& column : columns) html += cell("th", column, column.title, " scope=\"col\"");
  html += "</tr></thead><tbody>\n";
  for (const std::vector<std::string>& row : cells) {
    TADPOLE_EXPECT(row.size() == columns.size());
    html += "<tr>" + cell("th", columns[0], row[0], " scope=\"row\"");
    for (std::size_t i = 1; i < row.size(); ++i) html += cell("td", columns[i], row[i], "");
    html += "</tr>\n";
  }
  return scroller(caption, html + "</tbody></table>");
}

std::string facts(const std::vector<NamedValue>& values) {
  if (values.empty()) return "";
  std::string html = "<dl class=\"facts\">\n";
  for (const NamedValue& v : values) {
    if (v.value.empty()) continue;
    html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html_escape(v.name),
                        html_escape(v.value));
  }
  return html + "</dl>\n";
}

std::string paragraph(const std::string& text, const std::string& css) {
  return fmt::format("<p class=\"{}\">{}</p>\n", css, html_escape(text));
}

std::string notice(const std::string& text) {
  return "<p class=\"notice\"><span aria-hidden=\"true\">!</span> " + html_escape(text) + "</p>\n";
}

std::string drawer(const std::string& summary, const std::string& content_html) {
  if (content_html.empty()) return "";
  return fmt::format("<details><summary>{}</summary>{}</details>\n", html_escape(summary),
                     content_html);
}

std::string origin_mark(const std::string& tag) {
  return tag.empty() ? "" : "<span class=\"origin\">" + html_escape(tag) + "</span>";
}

std::string tagged(const RunReport& report, const std::string& title) {
  const std::string tag = report_origin_tag(report);
  return tag.empty() ? title : title + ", " + tag;
}

std::string png_picture(const std::string& png_base64, const std::string& alt) {
  const Result<Bytes> bytes = from_base64(png_base64);
  if (!bytes.ok()) return "";
  const std::optional<PngSize> size = png_size(bytes.value());
  if (!size) return "";
  constexpr int kSmall = 160;  // shown larger than it is: then pixels shall stay pixels
  return fmt::format(
      "<img class=\"picture{}\" src=\"data:image/png;base64,{}\" alt=\"{}\" "
      "width=\"{}\" height=\"{}\">",
      std::max(size->width, size->height) <= kSmall ? " crisp" : "", base64(bytes.value()),
      html_escape(alt), size->width, size->height);
}

const ReportStage* find_stage(const RunReport& report, const std::string& name) {
  for (const ReportStage& stage : report.stages) {
    if (stage.name == name) return &stage;
  }
  return nullptr;
}

std::string stage_command(const RunReport& report, const std::string& name) {
  const ReportStage* stage = find_stage(report, name);
  return stage != nullptr && !stage->command.empty() ? stage->command
                                                     : "tadpole " + name + " " + report.project;
}

std::string capitalised(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z')
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

namespace {

std::string command_line(const RunReport& report, const std::string& name) {
  const ReportStage* stage = find_stage(report, name);
  std::string html =
      "<p class=\"command\"><code>" + html_escape(stage_command(report, name)) + "</code>";
  if (stage != nullptr && stage->state != StageState::not_run && stage->seconds > 0) {
    html += fmt::format(" <span>took {}</span>", duration_text(stage->seconds));
  }
  if (stage != nullptr && stage->state == StageState::stale) {
    html += " <span class=\"stale\">stale: something before it changed; run it again</span>";
  }
  return html + "</p>";
}

}  // namespace

std::string stage_section(const RunReport& report, const std::string& name, const std::string& lede,
                          const std::string& body_html) {
  const bool missing = body_html.empty();
  const std::string body =
      missing ? paragraph("Not run yet. The command above runs it and fills this section.", "empty")
              : body_html;
  return fmt::format(
      "<section id=\"{0}\" class=\"stage{1}\" aria-labelledby=\"h-{0}\"><header>"
      "<p class=\"number\" aria-hidden=\"true\">{2}</p><h2 id=\"h-{0}\">{3}</h2>{4}"
      "<p class=\"lede\">{5}</p></header>\n{6}</section>\n",
      name, missing ? " missing" : "", stage_number(name), capitalised(name),
      command_line(report, name), html_escape(lede), body);
}

}  // namespace tadpole
