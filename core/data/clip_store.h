// SPDX-License-Identifier: Apache-2.0
// The clips of a dataset folder by content, and the journal of what was imported. Used by the
// collector.
#pragma once
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/data/checks.h"
#include "core/data/recording.h"

namespace tadpole {

struct StoredClip {
  std::string sha256 = {};  // of the samples; "" when the recording was refused
  ClipFacts facts;
  std::string refusal = {};
};

class ClipStore {
 public:
  // Reads the journal of earlier runs; lines that are torn or point to a missing clip are
  // forgotten.
  static Result<std::unique_ptr<ClipStore>> open(const Path& folder);
  // The clip of a recording: from the journal when the file has not changed, else decoded, fitted
  // and written. A recording that cannot be read gives a refusal, not an error. Thread-safe.
  Result<StoredClip> import(const Recording& recording);
  // A clip made here (cut from background, or noise). Thread-safe.
  Result<StoredClip> store(const std::vector<std::int16_t>& samples);
  // A long background: background/<hash>.wav.
  Result<std::string> store_background(const std::vector<std::int16_t>& samples);
  int decoded() const { return decoded_; }
  static std::string clip_file(const std::string& sha256) { return "clips/" + sha256 + ".wav"; }

 private:
  explicit ClipStore(Path folder) : folder_(std::move(folder)) {}
  Outcome load_journal();
  Outcome note(const std::string& key, const StoredClip& clip);
  Path folder_;
  std::mutex& write_lock(const std::string& sha256);
  std::mutex mutex_;
  std::array<std::mutex, 16> write_locks_;  // by content: the same sound twice is written once
  std::map<std::string, StoredClip> known_;
  int decoded_ = 0;
};

}  // namespace tadpole
