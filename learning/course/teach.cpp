// SPDX-License-Identifier: Apache-2.0
// The page for who teaches a section: a head with its minutes, then six parts under headings.
#include <algorithm>

#include "core/base/text.h"
#include "learning/course/read_program.h"
#include "learning/course/yaml_map.h"

namespace tadpole::learning {
namespace {

// Headings of the second level with their line, from 1; not those in code.
std::vector<std::pair<std::string, int>> headings_of(const std::string& text) {
  std::vector<std::pair<std::string, int>> found;
  bool code = false;
  int number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    if (line.starts_with("```")) code = !code;
    if (!code && line.starts_with("## ")) found.emplace_back(trim(line.substr(3)), number);
  }
  return found;
}

// Is there anything between this line and the next heading?
bool is_empty_part(const std::vector<std::string>& lines, int heading) {
  for (std::size_t i = static_cast<std::size_t>(heading); i < lines.size(); ++i) {
    if (lines[i].starts_with("## ")) return true;
    if (!trim(lines[i]).empty()) return false;
  }
  return true;
}

}  // namespace

const std::vector<std::string>& teach_parts() {
  static const std::vector<std::string> parts = {
      "Aim", "You need", "Timings", "What learners get wrong", "Exercise on paper", "Answers"};
  return parts;
}

void read_teach_page(const std::string& text, const std::string& file, Section& section,
                     std::vector<Problem>& problems) {
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) {
    if (line.ends_with('\r')) line.pop_back();
  }
  std::size_t at = 0;
  if (lines.front() == "---") {
    std::string head;
    for (at = 1; at < lines.size() && lines[at] != "---"; ++at) head += lines[at] + "\n";
    at = std::min(at + 1, lines.size());
    YamlMap map(head, file, 2, problems);
    section.teach_minutes = static_cast<int>(map.number("minutes", 0));
    map.finish();
  }
  section.teach_place = {file, static_cast<int>(at) + 1};
  for (; at < lines.size(); ++at) section.teach_text += lines[at] + "\n";
  section.teach_html = html_of(section.teach_text);
}

void check_teach_page(const Section& section, std::vector<Problem>& problems) {
  const Place& first = section.teach_place;
  const auto tell = [&](int line, const std::string& sentence) {
    problems.push_back({{first.file, line}, Severity::error, sentence});
  };
  if (section.teach_minutes < 1)
    tell(1,
         "the teacher's page does not say how long the section takes; begin it with ---, minutes: "
         "45 and ---");
  const std::vector<std::string> lines = split(section.teach_text, '\n');
  if (lines.front().starts_with("# "))
    problems.push_back({first, Severity::warning,
                        "the page shows the section's title by itself; remove this heading"});
  const std::vector<std::string>& parts = teach_parts();
  const auto headings = headings_of(section.teach_text);
  for (const std::string& part : parts) {
    const auto at = std::find_if(headings.begin(), headings.end(),
                                 [&](const auto& one) { return one.first == part; });
    if (at == headings.end()) {
      tell(first.line,
           "the teacher's page has no part '## " + part + "'; it has six: " + join(parts, ", "));
    } else if (is_empty_part(lines, at->second)) {
      tell(first.line + at->second - 1, "there is nothing under '## " + part + "'; write it");
    }
  }
}

}  // namespace tadpole::learning
