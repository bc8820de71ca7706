// SPDX-License-Identifier: Apache-2.0
// What an importer finds: one recording to become one clip, not decoded yet.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace tadpole {

struct Recording {
  Path file = {};
  double from_s = 0.0, to_s = 0.0;  // a part of a long recording; to_s 0: all of it
  std::string word = {};            // what is said; "silence": nothing; "unknown": some other word
  std::string speaker = {}, group = {};
  std::optional<Split> split = {};
  Origin origin = Origin::recorded;
  std::string licence = {}, consent = {}, source = {};
  bool is_background = false;  // a long recording without words
};

struct ImportOptions {
  std::string word = {};     // a single recording: the word it holds, or several, in turn: "yes,no"
  std::string speaker = {};  // where the source names none
  std::string group = {};
  std::string licence = {}, consent = {};
  double validation_percent = 10.0, test_percent = 10.0;  // of the Speech Commands rule
};

// Looks at what the path is: a folder with one sub-folder per word, a folder or file with a
// manifest, or one recording. Fails, with what was found and expected, when it is none of them or
// names no recording.
Result<std::vector<Recording>> list_recordings(const Path& path, const ImportOptions& options);
Result<std::vector<Recording>> list_folder(const Path& folder, const ImportOptions& options);
Result<std::vector<Recording>> list_manifest(const Path& manifest, const ImportOptions& options);
// One long recording, split at the pauses.
Result<std::vector<Recording>> list_long_recording(const Path& file, const ImportOptions& options);

// The parts of a recording that hold sound, in seconds: louder than its own background, apart by
// pauses.
struct Passage {
  double from_s = 0.0, to_s = 0.0;
};
std::vector<Passage> split_at_pauses(std::span<const float> samples, int rate_hz);

// The split rule of Google Speech Commands: a hash of the speaker's part of the file name.
// Source: Warden, Speech Commands (2018), section 7.1: SHA-1 modulo 2^27.
Split speech_commands_split(const std::string& file_name, double validation_percent,
                            double test_percent);
std::string sha1_hex(std::string_view bytes);

}  // namespace tadpole
