// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "core/base/text.h"
#include "core/data/recording.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

namespace fs = std::filesystem;

bool is_audio_name(const Path& file) {
  std::string end = file.extension().string();
  std::transform(end.begin(), end.end(), end.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* known :
       {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".au"}) {
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

bool all_of(const std::string& text, int (*test)(int)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return test(static_cast<unsigned char>(c)) != 0;
  });
}

// "bed_0ea0e2f4_nohash_1" and "0ea0e2f4_nohash_1" -> 0ea0e2f4, the names of Speech Commands.
std::string speaker_before_nohash(const std::string& stem) {
  const std::size_t at = stem.find("_nohash_");
  if (at == std::string::npos || at == 0) return "";
  const std::size_t from = stem.rfind('_', at - 1);
  return from == std::string::npos ? stem.substr(0, at) : stem.substr(from + 1, at - from - 1);
}

// Two more ways in which sets name their speakers: "7_jackson_32" in the folder 7, and a leading
// number or hash of at least six digits, "00000001_NO_05". Other names: no speaker is known.
std::string speaker_of(const std::string& stem, const std::string& folder_name) {
  const std::string hashed = speaker_before_nohash(stem);
  if (!hashed.empty()) return hashed;
  const std::vector<std::string> parts = split(stem, '_');
  if (parts.size() == 3 && parts[0] == folder_name && all_of(parts[2], std::isdigit) &&
      !parts[1].empty() && !all_of(parts[1], std::isdigit)) {
    return parts[1];
  }
  if (parts.size() >= 2 && parts[0].size() >= 6 && all_of(parts[0], std::isxdigit)) return parts[0];
  return "";
}

struct Lister {
  const Path& folder;
  const ImportOptions& options;
  std::map<std::string, Split> lists;
  std::vector<Recording> found;

  void add(const Path& file, const std::string& folder_name, const std::string& who = "") {
    Recording r{.file = file,
                .word = word_of(folder_name),
                .speaker = options.speaker,
                .group = options.group,
                .split = {},
                .licence = options.licence,
                .consent = options.consent,
                .source = folder_name + "/" + file.filename().string()};
    const std::string speaker = speaker_of(file.stem().string(), folder_name);
    if (!speaker.empty()) r.speaker = speaker;
    if (!who.empty())
      r.speaker = who, r.source = folder_name + "/" + who + "/" + file.filename().string();
    // Nobody said who speaks: every file counts as a speaker of its own, and the checks say so.
    if (r.speaker.empty()) r.speaker = speaker_of_file(r.source);
    if (!lists.empty()) {
      const auto listed = lists.find(r.source);
      r.split = listed == lists.end() ? Split::train : listed->second;
    } else if (file.stem().string().find("_nohash_") != std::string::npos && !speaker.empty()) {
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

// A piece of Speech Commands may hold speakers of one side only: then their hashes make no split,
// and the speakers are divided as those of any other folder.
void drop_a_rule_without_training(Lister& lister) {
  const auto has = [&](Split split) {
    return std::any_of(lister.found.begin(), lister.found.end(),
                       [&](const Recording& r) { return r.split == split; });
  };
  if (!lister.lists.empty() || (has(Split::train) && has(Split::test))) return;
  for (Recording& r : lister.found) r.split.reset();
}

// A folder inside a word's folder is a speaker's.
void list_word(Lister& lister, const Path& folder, const std::string& word) {
  std::error_code code;
  for (const Path& entry : sorted_entries(folder)) {
    if (fs::is_directory(entry, code)) {
      for (const Path& file : sorted_entries(entry)) {
        if (is_audio_name(file)) lister.add(file, word, entry.filename().string());
      }
    } else if (is_audio_name(entry)) {
      lister.add(entry, word);
    }
  }
}

// Recordings side by side with one word for all: each may hold it several times.
Result<std::vector<Recording>> list_flat(const Path& folder, const ImportOptions& options) {
  std::vector<Recording> found;
  for (const Path& file : sorted_entries(folder)) {
    if (!is_audio_name(file)) continue;
    for (Recording& r : TADPOLE_TRY(list_long_recording(file, options)))
      found.push_back(std::move(r));
  }
  return found;
}

}  // namespace

Result<std::vector<Recording>> list_folder(const Path& folder, const ImportOptions& options) {
  Lister lister{folder, options, TADPOLE_TRY(read_lists(folder)), {}};
  std::error_code code;
  for (const Path& entry : sorted_entries(folder)) {
    const std::string name = entry.filename().string();
    if (!fs::is_directory(entry, code) || name[0] == '.') continue;
    if (name != "_background_noise_") {
      list_word(lister, entry, name);
      continue;
    }
    for (const Path& file : sorted_entries(entry)) {
      if (is_audio_name(file)) lister.add_background(file);
    }
  }
  drop_a_rule_without_training(lister);
  if (!lister.found.empty()) return lister.found;
  if (!options.word.empty()) lister.found = TADPOLE_TRY(list_flat(folder, options));
  if (!lister.found.empty()) return lister.found;
  return wrong_use(fmt::format(
      "{} has no sub-folder with recordings; expected one folder per word (yes/, no/ ...) with "
      "WAV, "
      "FLAC, OGG or Opus files, or a manifest.csv, or recordings of one word and --label WORD",
      folder.string()));
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
