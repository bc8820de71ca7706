// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/data/recording.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

bool is_audio_name(const Path& file) {
  std::string end = file.extension().string();
  std::transform(end.begin(), end.end(), end.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* known : {".wav", ".flac", ".ogg", ".oga", ".opus", ".aif", ".aiff", ".au"}) {
    if (end == known) return true;
  }
  return false;
}

std::vector<Path> sorted_entries(const Path& folder) {
  std::vector<Path> entries;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

// validation_list.txt and testing_list.txt: one "word/file" a line.
Result<std::map<std::string, Split>> read_lists(const Path& folder) {
  std::map<std::string, Split> lists;
  const std::pair<const char*, Split> files[] = {{"validation_list.txt", Split::validation},
                                                 {"testing_list.txt", Split::test}};
  for (const auto& [name, split] : files) {
    std::error_code code;
    if (!fs::exists(folder / name, code)) continue;
    const std::string text = TADPOLE_TRY(read_text(folder / name));
    for (const std::string& line : split_lines(text)) lists[line] = split;
  }
  return lists;
}

std::string word_of(const std::string& folder_name) {
  if (folder_name == "_silence_" || folder_name == "silence") return "silence";
  if (folder_name == "_unknown_" || folder_name == "unknown") return "unknown";
  return folder_name;
}

// "bed_0ea0e2f4_nohash_1.wav" and "0ea0e2f4_nohash_1.wav" -> 0ea0e2f4; other names: no speaker is
// known.
std::string speaker_of(const std::string& stem) {
  const std::size_t at = stem.find("_nohash_");
  if (at == std::string::npos) return "";
  const std::size_t from = stem.rfind('_', at - 1);
  return from == std::string::npos || at == 0 ? stem.substr(0, at)
                                              : stem.substr(from + 1, at - from - 1);
}

struct Lister {
  const Path& folder;
  const ImportOptions& options;
  std::map<std::string, Split> lists;
  std::vector<Recording> found;

  void add(const Path& file, const std::string& folder_name) {
    Recording r{.file = file,
                .word = word_of(folder_name),
                .speaker = options.speaker,
                .group = options.group,
                .split = {},
                .licence = options.licence,
                .consent = options.consent,
                .source = folder_name + "/" + file.filename().string()};
    const std::string speaker = speaker_of(file.stem().string());
    if (!speaker.empty()) r.speaker = speaker;
    // Nobody said who speaks: every file counts as a speaker of its own, and the checks say so.
    if (r.speaker.empty()) r.speaker = "file " + r.source;
    if (!lists.empty()) {
      const auto listed = lists.find(r.source);
      r.split = listed == lists.end() ? Split::train : listed->second;
    } else if (!speaker.empty()) {
      r.split = speech_commands_split(speaker + "_nohash_", options.validation_percent,
                                      options.test_percent);
    }
    found.push_back(std::move(r));
  }
  void add_background(const Path& file) {
    found.push_back({.file = file,
                     .word = "silence",
                     .speaker = "background " + file.stem().string(),
                     .group = {},
                     .split = {},
                     .licence = options.licence,
                     .consent = options.consent,
                     .source = "_background_noise_/" + file.filename().string(),
                     .is_background = true});
  }
};

}  // namespace

Result<std::vector<Recording>> list_folder(const Path& folder, const ImportOptions& options) {
  Lister lister{folder, options, TADPOLE_TRY(read_lists(folder)), {}};
  for (const Path& entry : sorted_entries(folder)) {
    std::error_code code;
    if (!fs::is_directory(entry, code)) continue;
    const std::string name = entry.filename().string();
    for (const Path& file : sorted_entries(entry)) {
      if (!is_audio_name(file)) continue;
      name == "_background_noise_" ? lister.add_background(file) : lister.add(file, name);
    }
  }
  if (lister.found.empty()) {
    return wrong_use(
        fmt::format("{} has no sub-folder with recordings; expected one folder per word (yes/, no/ "
                    "...) with WAV, FLAC, OGG or Opus "
                    "files, or a manifest.csv",
                    folder.string()));
  }
  return lister.found;
}

Result<std::vector<Recording>> list_recordings(const Path& path, const ImportOptions& options) {
  std::error_code code;
  if (!fs::exists(path, code))
    return wrong_use(path.string() +
                     " is not there; give a folder of recordings, a CSV manifest or one recording");
  if (fs::is_directory(path, code)) {
    const Path manifest = path / "manifest.csv";
    return fs::exists(manifest, code) ? list_manifest(manifest, options)
                                      : list_folder(path, options);
  }
  if (path.extension() == ".csv") return list_manifest(path, options);
  return list_long_recording(path, options);
}

}  // namespace tadpole
