// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/motion_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "core/base/text.h"
#include "core/data/csv.h"
#include "core/data/manifest.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

using Wanted = std::function<bool(const Path&)>;

bool is_folder(const Path& path) {
  std::error_code code;
  return fs::is_directory(path, code);
}

bool names_labels_itself(const std::string& label) {
  return label == "per-row" || label == "in-file" || label == "labels json";
}

// Rows as column name -> field.
using Row = std::map<std::string, std::string>;

Result<std::vector<Row>> manifest_rows(const Path& manifest) {
  const std::string name = manifest.string();
  const std::string text = TADPOLE_TRY(read_text(manifest));
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(text, name));
  if (rows.empty() ||
      std::find(rows[0].fields.begin(), rows[0].fields.end(), "file") == rows[0].fields.end())
    return Error{name + " has no column 'file'; expected the columns file,label,group,split"};
  std::vector<Row> all;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].fields.size() != rows[0].fields.size())
      return Error{
          fmt::format("{}:{}: the row has {} fields, the header {}; mend or delete the line", name,
                      rows[i].line, rows[i].fields.size(), rows[0].fields.size())};
    Row row;
    for (std::size_t c = 0; c < rows[0].fields.size(); ++c)
      row[trim(rows[0].fields[c])] = trim(rows[i].fields[c]);
    row["line"] = std::to_string(rows[i].line);
    all.push_back(std::move(row));
  }
  return all;
}

Result<FoundFile> file_of_row(Row& row, const Path& manifest) {
  const std::string where = manifest.string() + ":" + row["line"];
  const Path relative = Path(row["file"]).lexically_normal();
  if (relative.empty() || leaves_folder(relative))
    return Error{where + ": '" + row["file"] +
                 "' names no file below the manifest's folder; bring the file into it"};
  FoundFile found{.file = manifest.parent_path() / relative, .name = relative.generic_string()};
  found.label = names_labels_itself(row["label"]) ? "" : row["label"];
  const bool named = row.count("who") + row.count("speaker") > 0;  // else group says who
  found.who = !named ? row["group"] : row["who"].empty() ? row["speaker"] : row["who"];
  found.group = named ? row["group"] : "";
  found.licence = row["licence"], found.consent = row["consent"];
  const auto split = parse_split(row["split"]);
  if (!split.ok()) return Error{where + ": " + split.error().message};
  found.given = split.value();
  return found;
}

Result<std::vector<FoundFile>> list_manifest_files(const Path& manifest, const Wanted& wanted) {
  std::vector<Row> rows = TADPOLE_TRY(manifest_rows(manifest));
  const bool any_label =
      std::any_of(rows.begin(), rows.end(), [](Row& row) { return !row["label"].empty(); });
  std::vector<FoundFile> files;
  for (Row& row : rows) {
    if (any_label && row["label"].empty()) continue;
    FoundFile found = TADPOLE_TRY(file_of_row(row, manifest));
    if (wanted(found.file)) files.push_back(std::move(found));
  }
  return files;
}

void add_files(const Path& folder, const std::string& name, const std::string& label,
               const std::string& who, const Wanted& wanted, std::vector<FoundFile>& files) {
  for (const Path& entry : entries_of(folder)) {
    if (is_folder(entry) || !wanted(entry)) continue;
    files.push_back({.file = entry,
                     .name = name + entry.filename().string(),
                     .label = {},
                     .folder = label,
                     .who = who});
  }
}

std::vector<FoundFile> list_folder_files(const Path& folder, const Wanted& wanted) {
  std::vector<FoundFile> files;
  for (const Path& label : entries_of(folder)) {
    if (!is_folder(label)) continue;
    const std::string name = label.filename().string();
    add_files(label, name + "/", name, "", wanted, files);
    for (const Path& who : entries_of(label)) {
      const std::string person = who.filename().string();
      if (is_folder(who)) add_files(who, name + "/" + person + "/", name, person, wanted, files);
    }
  }
  if (files.empty()) add_files(folder, "", "", "", wanted, files);
  return files;
}

}  // namespace

std::string extension_of(const Path& file) {
  std::string end = file.extension().string();
  for (char& c : end) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return end;
}

std::vector<Path> entries_of(const Path& folder) {
  std::vector<Path> entries;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    if (entry.path().filename().string().front() != '.') entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

Result<std::vector<FoundFile>> list_files(const Path& path, const Wanted& wanted,
                                          const std::string& kinds) {
  std::error_code code;
  if (!fs::exists(path, code))
    return Error{path.string() + " is not there; give a file or a folder that holds " + kinds};
  std::vector<FoundFile> files;
  if (path.filename() == "manifest.csv") {
    files = TADPOLE_TRY(list_manifest_files(path, wanted));
  } else if (!is_folder(path)) {
    files.push_back({.file = path, .name = path.filename().string()});
  } else if (fs::exists(path / "manifest.csv", code)) {
    files = TADPOLE_TRY(list_manifest_files(path / "manifest.csv", wanted));
  } else {
    files = list_folder_files(path, wanted);
  }
  if (files.empty()) return Error{path.string() + " holds no file of " + kinds};
  return files;
}

std::string label_of_stem(const std::string& stem) {
  const std::size_t end = stem.find_last_not_of("0123456789_-. ");
  return end == std::string::npos ? stem : stem.substr(0, end + 1);
}

std::optional<Split> split_of_stem(const std::string& stem) {
  const auto ends = [&](const std::string& end) {
    return stem.size() > end.size() && stem.compare(stem.size() - end.size(), end.size(), end) == 0;
  };
  if (ends("_TRAIN")) return Split::train;
  if (ends("_TEST")) return Split::test;
  return std::nullopt;
}

}  // namespace tadpole
