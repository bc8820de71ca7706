// SPDX-License-Identifier: Apache-2.0
// Small building blocks of the page. Arguments named *_html are HTML already; all others are
// escaped here.
#pragma once
#include <string>
#include <vector>

#include "core/report/run_report.h"

namespace tadpole {

// A picture with its title above and one sentence on how to read it below. "" when there is no
// picture.
std::string figure(const std::string& title, const std::string& picture_html,
                   const std::string& reading, const std::string& css = "");
// Figures side by side where there is room.
std::string figure_grid(const std::string& figures_html);
// A picture wider than a phone, in a box that scrolls by touch and by keyboard. name: for screen
// readers.
std::string scroller(const std::string& name, const std::string& content_html);

struct Column {
  std::string title;
  bool number = false;  // right-aligned, tabular digits
};
// cells: rows of text, one per column.
std::string table(const std::string& caption, const std::vector<Column>& columns,
                  const std::vector<std::vector<std::string>>& cells);
// Name and value, as a description list; entries without a value are left out.
std::string facts(const std::vector<NamedValue>& values);
std::string paragraph(const std::string& text, const std::string& css = "");
std::string notice(const std::string& text);  // something to heed
std::string drawer(const std::string& summary,
                   const std::string& content_html);  // closed until opened
// A mark with words that stands beside every accuracy when voices are synthetic; "" otherwise.
std::string origin_mark(const std::string& tag);
// The title of a chart or table with that tag behind a comma.
std::string tagged(const RunReport& report, const std::string& title);
// A PNG as a picture; sharp pixels when it is small. "" without one.
std::string png_picture(const std::string& png_base64, const std::string& alt);

// The frame of one stage: number, name, command line, state. body_html "" and not run: says what to
// do.
std::string stage_section(const RunReport& report, const std::string& name, const std::string& lede,
                          const std::string& body_html);
const ReportStage* find_stage(const RunReport& report, const std::string& name);
std::string stage_command(const RunReport& report, const std::string& name);
std::string capitalised(std::string word);

}  // namespace tadpole
