// SPDX-License-Identifier: Apache-2.0
// From recordings to a dataset folder: decode, fit, name by content, build the classes, split,
// check, write. A kill anywhere loses nothing: clips are written whole under the name of their
// content, a journal remembers which recording became which clip, the manifest is written last.
#pragma once
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/thread_pool.h"
#include "core/data/checks.h"
#include "core/data/recording.h"
#include "core/data/split.h"

namespace tadpole {

struct CollectorOptions {
  std::vector<std::string> keywords;
  double unknown_percent = 100.0;  // clips of other words: percent of an average keyword's clips
  double silence_percent = 100.0;  // clips without words, the same way
  SplitOptions split;
  std::uint64_t seed = 1;
};

struct Collected {
  Dataset dataset;
  nlohmann::json sheet;
  std::vector<Finding> findings;
  int decoded = 0;  // recordings that were not known from the journal
  int refused = 0;  // recordings that could not be read; each is a finding
};

// Keywords keep their label, every other word becomes "unknown", background and "silence" become
// "silence"; labels are silence, unknown, then the keywords. Where the recordings hold no silence,
// it is cut from background recordings at a random gain; without those from made noise. A recording
// that cannot be read is left out and reported; more than one in five is an error. Fails when a
// keyword has no recording, on an unwritable folder, or when the user stops.
Result<Collected> collect_recordings(const std::vector<Recording>& recordings,
                                     const CollectorOptions& options, const Path& folder,
                                     ThreadPool& pool, Progress& progress);

}  // namespace tadpole
