// SPDX-License-Identifier: Apache-2.0
#include "workflow/report_parts.h"

#include <fmt/format.h>

#include <map>

#include "core/base/json.h"
#include "workflow/task.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

int count_of(const Json& json, const char* key) { return static_cast<int>(json_number(json, key)); }

CountRow count_row(const Json& row) {
  return {.name = json_text(row, "name"),
          .train = count_of(row, "train"),
          .validation = count_of(row, "validation"),
          .test = count_of(row, "test")};
}

std::vector<std::string> counted(const Json& rows, const std::string& items) {
  std::vector<std::string> lines;
  for (const Json& row : rows)
    lines.push_back(
        fmt::format("{}: {} {}", json_text(row, "name"), count_of(row, "clips"), items));
  return lines;
}

// Findings of one kind become one line with their number.
std::vector<DataCheck> checks_of(const Json& findings) {
  std::map<std::string, DataCheck> kinds;
  for (const Json& f : findings) {
    DataCheck& check = kinds[json_text(f, "check")];
    if (check.count++ == 0)
      check = {json_text(f, "check"), json_text(f, "severity"), json_text(f, "sentence"), 1};
    if (check.severity == "note") check.severity = "ok";
  }
  std::vector<DataCheck> checks;
  for (const auto& [name, check] : kinds) checks.push_back(check);
  return checks;
}

}  // namespace

DatasetSummary dataset_summary(const Project& project, const std::string& version,
                               const std::string& origin, std::vector<std::string> sources) {
  const auto read = read_json(dataset_folder(project) / "datasheet.json");
  const std::string items = task_of(project).wording().items;
  const Json sheet = read.ok() ? read.value() : Json::object();
  DatasetSummary s{.version = version,
                   .origin = origin,
                   .hours = json_number(sheet, "hours"),
                   .clips = {},
                   .speakers = {},
                   .classes = {},
                   .groups = {},
                   .licences = counted(json_list(sheet, "licences"), items),
                   .consents = counted(json_list(sheet, "consents"), items),
                   .sources = std::move(sources),
                   .checks = checks_of(json_list(sheet, "findings")),
                   .datasheet = sheet};
  if (sheet.contains("clips")) s.clips = count_row(sheet["clips"]);
  if (sheet.contains("speakers_by_split")) s.speakers = count_row(sheet["speakers_by_split"]);
  for (const Json& row : json_list(sheet, "classes")) s.classes.push_back(count_row(row));
  for (const Json& row : json_list(sheet, "groups")) s.groups.push_back(count_row(row));
  return s;
}

std::vector<NamedValue> named_options(const Recipe& recipe, const std::string& section) {
  std::vector<NamedValue> values;
  for (const auto& [name, value] : section_values(recipe, section)) values.push_back({name, value});
  return values;
}

}  // namespace tadpole
