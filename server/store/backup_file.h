// SPDX-License-Identifier: Apache-2.0
// The file of a backup: gzip (RFC 1952) of lines of JSON, so that it can be read without us in ten
// years: a head, rows of tables (tables.h), files in parts, and a last line with the SHA-256 of all
// before.
#pragma once
#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/hash.h"

struct gzFile_s;

namespace tadpole::server {

// Writes beside the file and renames at the end, readable by its owner alone: keys are in it.
class BackupWriter {
 public:
  static Result<BackupWriter> create(const Path& file);
  BackupWriter(BackupWriter&& other) noexcept;
  ~BackupWriter();  // without finish() nothing stays
  Outcome line(const nlohmann::json& json);
  Outcome finish();

 private:
  explicit BackupWriter(Path file);
  Outcome write(const std::string& text);
  Path file_, draft_;
  gzFile_s* out_ = nullptr;
  Sha256 sum_;
  std::uint64_t lines_ = 0;
};

// Calls `take` for each line between head and sum. The hash of the whole; fails when it is damaged,
// ends early or is none, and when `take` does. No byte is trusted.
Result<std::string> read_backup(const Path& file,
                                const std::function<Outcome(const nlohmann::json&)>& take);

}  // namespace tadpole::server
