// SPDX-License-Identifier: Apache-2.0
#include "core/data/manifest.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/data/csv.h"

namespace tadpole {
namespace {

struct Columns {
  std::vector<std::string> names;
  int at(const std::string& name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
  }
};

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

Result<Columns> read_header(const CsvRow& row, const std::string& name) {
  Columns columns;
  for (const std::string& field : row.fields) columns.names.push_back(lower(trim(field)));
  const std::string found = join(columns.names, ",").substr(0, 200);
  for (const char* needed : {"file", "label"}) {
    const auto count = std::count(columns.names.begin(), columns.names.end(), needed);
    if (count == 1) continue;
    return wrong_use(
        fmt::format("{}:{}: the column '{}' is {}: found the columns '{}', expected "
                    "file,label and, if known, speaker,group,split,licence,consent",
                    name, row.line, needed, count == 0 ? "missing" : "there twice", found));
  }
  return columns;
}

// What people write when they do not know who speaks.
std::string known_speaker(const std::string& speaker) {
  for (const char* unknown : {"unknown", "?", "-", "none", "n/a", "na"}) {
    if (lower(speaker) == unknown) return "";
  }
  return speaker;
}

std::string field(const CsvRow& row, int column) {
  return column < 0 ? std::string() : trim(row.fields[static_cast<std::size_t>(column)]);
}

}  // namespace

bool leaves_folder(const Path& file) {
  return file.is_absolute() || std::find(file.begin(), file.end(), Path("..")) != file.end();
}

Result<std::optional<Split>> parse_split(const std::string& text) {
  if (text.empty() || text == "any") return std::optional<Split>();
  if (text == "train" || text == "training") return std::optional<Split>(Split::train);
  if (text == "val" || text == "valid" || text == "validation" || text == "dev")
    return std::optional<Split>(Split::validation);
  if (text == "test" || text == "testing") return std::optional<Split>(Split::test);
  return wrong_use("'" + text + "' is no split; expected train, validation, test or any");
}

Result<std::vector<ManifestRow>> parse_manifest(std::string_view text, const std::string& name) {
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(text, name));
  if (rows.empty())
    return wrong_use(name +
                     " is empty; expected a first line with file,label and a line per recording");
  const Columns c = TADPOLE_TRY(read_header(rows[0], name));
  const int who = c.at("who") >= 0 ? c.at("who") : c.at("speaker");
  std::vector<ManifestRow> manifest;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const CsvRow& row = rows[i];
    if (row.fields.size() != c.names.size()) {
      return wrong_use(fmt::format(
          "{}:{}: found {} fields, the first line names {}; quote fields that hold commas", name,
          row.line, row.fields.size(), c.names.size()));
    }
    ManifestRow m{.line = row.line,
                  .file = field(row, c.at("file")),
                  .label = field(row, c.at("label")),
                  .speaker = field(row, who),
                  .group = field(row, c.at("group")),
                  .split = {},
                  .word = field(row, c.at("word")),
                  .licence = field(row, c.at("licence")),
                  .consent = field(row, c.at("consent"))};
    if (who < 0) m.speaker = m.group, m.group.clear();
    m.speaker = known_speaker(m.speaker);
    if (m.file.empty())
      return wrong_use(fmt::format("{}:{}: the file's name is missing", name, row.line));
    const auto split = parse_split(field(row, c.at("split")));
    if (!split.ok())
      return wrong_use(fmt::format("{}:{}: {}", name, row.line, split.error().message));
    m.split = split.value();
    manifest.push_back(std::move(m));
  }
  if (manifest.empty())
    return wrong_use(name + " names no recording; expected a line per recording below the first");
  return manifest;
}

}  // namespace tadpole
