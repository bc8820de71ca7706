// SPDX-License-Identifier: Apache-2.0
// The journal of a search: JSON lines, appended as results come in, read back when it goes on.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/search/search.h"

namespace tadpole {

class Journal {
 public:
  // Reads what is there and opens it to append. A last line that a kill left half written is cut
  // off with a warning. Fails when another line is damaged, when it is of another search
  // (fingerprint), and when it cannot be read or written. An empty path: nothing is kept. A new one
  // names the objective.
  static Result<Journal> open(const Path& file, const std::string& fingerprint, Objective objective,
                              Progress& progress);

  // The same of a text; nothing is written. file: how messages call it.
  static Result<Journal> of_text(const std::string& text, const Path& file,
                                 const std::string& fingerprint, Progress& progress);

  // Every candidate of such a text with its rungs, by number; lines that are no record are passed
  // over. For who looks on while the search writes.
  static std::vector<CandidateRecord> records(const std::string& text);

  // What the values of such a text are. One without a name is of the time when all were accuracies.
  static Objective objective(const std::string& text);

  // The record of a candidate without its rungs, and of a rung; none: not done yet.
  std::optional<CandidateRecord> candidate(int number, const std::string& text) const;
  std::optional<RungResult> rung(int number, const std::string& text, int epochs) const;
  // Appends a line unless it was read. Fails when the disk is full.
  Outcome add(const CandidateRecord& record);
  Outcome add(const Candidate& candidate, const RungResult& rung);

 private:
  Outcome read(const std::string& text, const std::string& fingerprint, Progress& progress);
  bool read_line(const std::string& line);
  Outcome append(const std::string& line);
  Path file_;
  std::size_t good_bytes_ = 0;
  std::map<int, CandidateRecord> candidates_;
};

}  // namespace tadpole
