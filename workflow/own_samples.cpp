// SPDX-License-Identifier: Apache-2.0
#include "workflow/own_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/data/csv.h"
#include "core/data/manifest.h"

namespace tadpole {
namespace {

constexpr std::size_t kIdDigits = 16;
constexpr const char* kManifest = "recordings/manifest.csv";

const std::vector<std::string>& known_endings() {
  static const std::vector<std::string> all = {"wav", "flac", "ogg", "png", "jpg",
                                               "ppm", "bmp",  "csv", "json"};
  return all;
}

bool is_id(const std::string& text) {
  return text.size() == kIdDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string id_of(const std::string& hex) { return hex.substr(0, kIdDigits); }

Outcome save_own(const Project& project, const std::vector<OwnSample>& all) {
  std::string text = csv_line({"file", "label", "who", "licence", "consent"});
  for (const OwnSample& one : all)
    text += csv_line({one.file, one.label, one.who, one.licence, one.consent});
  return write_file(project.folder() / kManifest, text);
}

Outcome save_edits(const Project& project, const std::map<std::string, std::string>& edits) {
  std::string text = csv_line({"sample", "label"});
  for (const auto& [id, label] : edits) text += csv_line({id, label});
  return write_file(project.folder() / kEditsFile, text);
}

// A field of one line, so that a table of words stays one.
Outcome check_field(const char* name, const std::string& text) {
  const bool broken = std::any_of(text.begin(), text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < ' '; });
  if (!is_utf8(text)) return wrong_use(fmt::format("{} is no UTF-8 text; type it again", name));
  if (!broken && text.size() <= 200) return Done{};
  return wrong_use(
      fmt::format("{} is {} bytes long or has line breaks; give up to 200 characters "
                  "on one line",
                  name, text.size()));
}

// A file of recordings/ with an ending, not one that lies elsewhere.
bool is_own_file(const std::string& file) {
  const Path path(file);
  return path.has_extension() && !leaves_folder(path);
}

bool has_source(const Project& project) {
  const auto& sources = project.recipe().sources;
  return std::any_of(sources.begin(), sources.end(),
                     [](const SourceOptions& s) { return s.import == kRecordingsFolder; });
}

}  // namespace

std::string sample_id(const Clip& clip) { return id_of(clip.sha256); }

std::string sample_id(const SampleSet& set, const Sample& sample) {
  const auto bytes = set.stored(sample);
  return id_of(Sha256()
                   .add(sample.name)
                   .add("\n")
                   .add(sample.source)
                   .add("\n")
                   .add(bytes.data(), bytes.size())
                   .hex());
}

Result<std::vector<OwnSample>> own_samples(const Project& project) {
  std::error_code code;
  const Path file = project.folder() / kManifest;
  std::vector<OwnSample> all;
  if (!std::filesystem::exists(file, code)) return all;
  const std::string text = TADPOLE_TRY(read_text(file));
  if (text.find('\n') + 1 == text.size()) return all;  // all were deleted: the columns alone
  const std::vector<ManifestRow> rows = TADPOLE_TRY(parse_manifest(text, file.string()));
  for (const ManifestRow& row : rows) {
    if (!is_own_file(row.file)) {
      return Error{fmt::format(
          "{}:{}: found '{}', expected the name of a recording in this folder; mend the line or "
          "delete it",
          file.string(), row.line, row.file)};
    }
    all.push_back({Path(row.file).stem().string(), row.file, row.label, row.speaker, row.licence,
                   row.consent});
  }
  return all;
}

Result<OwnSample> add_own_sample(Project& project, OwnSample about,
                                 std::span<const std::uint8_t> bytes) {
  std::string ending = Path(about.file).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto& endings = known_endings();
  if (ending.empty() ||
      std::find(endings.begin(), endings.end(), ending.substr(1)) == endings.end())
    return wrong_use("'" + about.file +
                     "' has no ending of a sample; expected one of: " + join(endings, ", "));
  for (const auto& [name, value] :
       {std::pair("the label", &about.label), std::pair("the name of who it is of", &about.who),
        std::pair("the licence", &about.licence), std::pair("the consent", &about.consent)})
    TADPOLE_TRY(check_field(name, *value));
  about.label = trim(about.label);  // as the manifest is read again
  if (about.label.empty()) return wrong_use("the sample has no label; say what it shows");
  std::vector<OwnSample> all = TADPOLE_TRY(own_samples(project));
  about.id = id_of(Sha256().add(bytes.data(), bytes.size()).hex());
  about.file = about.id + ending;
  TADPOLE_TRY(write_file(project.folder() / kRecordingsFolder / about.file, bytes));
  const auto known = std::find_if(all.begin(), all.end(),
                                  [&](const OwnSample& one) { return one.id == about.id; });
  if (known == all.end()) {
    all.push_back(about);
  } else {
    *known = about;
  }
  TADPOLE_TRY(save_own(project, all));
  if (!has_source(project)) {
    SourceOptions source;
    source.import = kRecordingsFolder;
    TADPOLE_TRY(project.add_source(source));
  }
  return about;
}

Result<std::map<std::string, std::string>> edits_of(const Project& project) {
  std::error_code code;
  const Path file = project.folder() / kEditsFile;
  std::map<std::string, std::string> edits;
  if (!std::filesystem::exists(file, code)) return edits;
  const std::string text = TADPOLE_TRY(read_text(file));
  const std::vector<CsvRow> rows = TADPOLE_TRY(parse_csv(text, file.string()));
  for (const CsvRow& row : rows) {
    if (&row == &rows.front() && row.fields == std::vector<std::string>{"sample", "label"})
      continue;
    if (row.fields.size() != 2 || !is_id(row.fields[0])) {
      return Error{fmt::format(
          "{}:{}: expected the 16 hex digits of a sample and its label; mend the line or delete it",
          file.string(), row.line)};
    }
    edits[row.fields[0]] = row.fields[1];
  }
  return edits;
}

Result<int> edit_samples(Project& project, const std::vector<std::string>& ids,
                         const std::string& label) {
  TADPOLE_TRY(check_field("the label", label));
  for (const std::string& id : ids)
    if (!is_id(id)) return wrong_use("'" + id + "' is no sample; expected 16 hex digits");
  std::vector<OwnSample> own = TADPOLE_TRY(own_samples(project));
  std::map<std::string, std::string> edits = TADPOLE_TRY(edits_of(project));
  std::vector<OwnSample> kept;
  std::vector<std::string> gone;
  std::set<std::string> others(ids.begin(), ids.end());  // that are no recordings of the project
  for (OwnSample& one : own) {
    const bool meant = others.erase(one.id) > 0;
    if (meant && label.empty()) {
      gone.push_back(one.file);
      continue;
    }
    if (meant) one.label = label;
    kept.push_back(std::move(one));
  }
  if (others.size() < ids.size()) TADPOLE_TRY(save_own(project, kept));
  for (const std::string& id : others) edits[id] = label;
  std::error_code code;
  for (const std::string& file : gone)
    std::filesystem::remove(project.folder() / kRecordingsFolder / file, code);
  TADPOLE_TRY(save_edits(project, edits));
  return static_cast<int>(ids.size());
}

void apply_edits(const std::map<std::string, std::string>& edits, SampleSet& set) {
  if (edits.empty()) return;
  std::vector<Sample> kept;
  for (Sample& sample : set.samples) {
    const auto edit = edits.find(sample_id(set, sample));
    if (edit != edits.end() && edit->second.empty()) continue;
    if (edit != edits.end()) {
      sample.label = edit->second;
      auto& labels = set.labels;
      if (!labels.empty() && std::find(labels.begin(), labels.end(), sample.label) == labels.end())
        labels.push_back(sample.label);
    }
    kept.push_back(std::move(sample));
  }
  set.samples = std::move(kept);
}

Path source_path(const Path& project_folder, const std::string& import) {
  const Path inside = project_folder / import;
  std::error_code code;
  return Path(import).is_relative() && std::filesystem::exists(inside, code) ? inside
                                                                             : Path(import);
}

}  // namespace tadpole
