// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "core/data/manifest.h"
#include "core/data/recording.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

// Background is a recording longer than a clip whose label says that nobody speaks.
bool names_background(const std::string& label) {
  return label == "noise" || label == "background" || label == "_background_noise_";
}

}  // namespace

Result<std::vector<Recording>> list_manifest(const Path& manifest, const ImportOptions& options) {
  const std::string text = TADPOLE_TRY(read_text(manifest));
  std::vector<Recording> found;
  for (const ManifestRow& row : TADPOLE_TRY(parse_manifest(text, manifest.string()))) {
    const Path relative(row.file);
    if (row.label.empty()) continue;  // a document of the set, not a recording
    std::error_code code;
    const Path file = relative.is_absolute() ? relative : manifest.parent_path() / relative;
    if (!std::filesystem::exists(file, code)) {
      return Error{fmt::format("{}:{}: {} is not there; correct the line or bring the file",
                               manifest.string(), row.line, file.string())};
    }
    Recording r{.file = file,
                .word = row.label == "_silence_"   ? "silence"
                        : row.label == "_unknown_" ? "unknown"
                                                   : row.label,
                .speaker = row.speaker.empty() ? options.speaker : row.speaker,
                .group = row.group.empty() ? options.group : row.group,
                .split = row.split,
                .licence = row.licence.empty() ? options.licence : row.licence,
                .consent = row.consent.empty() ? options.consent : row.consent,
                .source = row.file,
                .is_background = names_background(row.label)};
    if (r.word == "silence" || r.is_background) {
      r.word = "silence";
      r.speaker =
          "background " + row.file;  // silence is split by recording: its "speaker" is the file
    }
    if (r.speaker.empty()) r.speaker = speaker_of_file(row.file);
    found.push_back(std::move(r));
  }
  if (found.empty()) return wrong_use(manifest.string() + " names no recording with a label");
  return found;
}

}  // namespace tadpole
