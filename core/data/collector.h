// SPDX-License-Identifier: Apache-2.0
// From recordings to a dataset folder: decode, fit, name by content, build the classes, split,
// check, write. A kill anywhere loses nothing: clips are written whole under the name of their
// content, a journal remembers which recording became which clip, the manifest is written last.
#pragma once
#include <map>
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
  // 100 is as many as an average keyword has: the tenth of the whole that Speech Commands takes for
  // ten keywords.
  double unknown_percent = 100.0;   // clips of other words
  double silence_percent = 100.0;   // clips without words
  double unreadable_percent = 0.0;  // so many recordings that cannot be read may be left out
  SplitOptions split = {};
  std::uint64_t seed = 1;
  // What is said, corrected by hand: the first 16 hex digits of a clip's sha256 to its word; to "":
  // the clip is left out.
  std::map<std::string, std::string> words_by_content = {};
};

struct Collected {
  Dataset dataset;
  nlohmann::json sheet;
  std::vector<Finding> findings;
  int decoded = 0;  // recordings that were not known from the journal
  int refused = 0;  // recordings that could not be read; each is a finding
};

// Keywords keep their label, every other word becomes "unknown", background and "silence" become
// "silence"; labels are silence, unknown, then the keywords. Where the sources hold no other word
// there is no class "unknown", and a finding says so. Where the recordings hold no silence, it is
// cut from background recordings at a random gain; without those from made noise. The same sound
// twice in different splits is kept in one. Fails when a keyword has no recording, when more
// recordings cannot be read than allowed (names the first three), on an unwritable folder, or when
// the user stops: what was imported is kept, and the same call goes on.
Result<Collected> collect_recordings(const std::vector<Recording>& recordings,
                                     const CollectorOptions& options, const Path& folder,
                                     ThreadPool& pool, Progress& progress);

}  // namespace tadpole
