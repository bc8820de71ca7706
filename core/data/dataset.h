// SPDX-License-Identifier: Apache-2.0
// A dataset: one-second clips with label, speaker, group and split; what the stage collect gives.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

inline constexpr int kRateHz = 16000;       // every clip is resampled to this
inline constexpr int kClipSamples = 16000;  // and fitted to one second

enum class Split : std::uint8_t { train, validation, test };
enum class Origin : std::uint8_t { recorded, synthetic };

const char* split_name(Split split);     // "train", "validation", "test"
const char* origin_name(Origin origin);  // "recorded", "synthetic"

struct Clip {
  std::string file = {};     // relative to the dataset folder: clips/<hash>.wav, 16 kHz mono 16-bit
                             // PCM, kClipSamples
  std::string label = {};    // a keyword, "unknown" or "silence"
  std::string word = {};     // what was really said ("bed" under label unknown), may equal label
  std::string speaker = {};  // the identity that may not be in two splits; never empty
  std::string group = {};    // slice for fairness: accent, room, device; may be empty
  Split split = Split::train;
  Origin origin = Origin::recorded;
  std::string licence = {};
  std::string consent = {};
  std::string source = {};  // where it came from: original path or voice name
  double duration_s = 0.0;  // of the original recording
  std::string sha256 = {};  // of the clip's samples
};

// Long recordings of background (no words): mixed into training clips and cut into "silence".
struct Background {
  std::string file = {};  // background/<hash>.wav, 16 kHz mono
  std::string source = {};
  Origin origin = Origin::recorded;
  double duration_s = 0.0;
  Split split = Split::train;
};

struct Dataset {
  Path folder;
  std::vector<std::string>
      labels;  // class order of every model made from it: "silence", "unknown", then the keywords
  std::vector<Clip> clips;  // sorted by file, then label
  std::vector<Background> background;
  std::string version;     // hash over labels and all clips' content and facts
  bool synthetic() const;  // any clip made by a synthesizer
};

// Reads <folder>/manifest.csv and dataset.json as written by save_dataset(). Verifies the version.
Result<Dataset> load_dataset(const Path& folder);
// Writes manifest.csv, dataset.json (version, labels, background) atomically; computes version.
Outcome save_dataset(Dataset& dataset);
// [kClipSamples] samples of a clip of the dataset.
Result<std::vector<std::int16_t>> load_clip(const Dataset& dataset, const Clip& clip);
Result<std::vector<std::int16_t>> load_background(const Dataset& dataset,
                                                  const Background& background);

}  // namespace tadpole
