// SPDX-License-Identifier: Apache-2.0
// Files that learners handed in, in the data folder: artefacts/<learner>/<sha256>. They go with the
// learner: learner_files.h.
#pragma once
#include "core/base/files.h"
#include "server/http/router.h"

namespace tadpole::server {

class ArtefactStore {
 public:
  explicit ArtefactStore(const Path& data) : folder_(data / "artefacts") {}
  // Fails when the learner has handed in 64 MB already.
  Outcome put(const std::string& learner, const std::string& sha256,
              const std::string& bytes) const;
  Result<std::string> get(const std::string& learner, const std::string& sha256) const;
  // [{"sha256", "bytes", "base64"}]: all of a learner, for the export.
  Json all_of(const std::string& learner) const;

 private:
  Path folder_;
};

}  // namespace tadpole::server
