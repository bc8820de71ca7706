// SPDX-License-Identifier: Apache-2.0
// One format of an export: a file of formats/. It makes files in memory; export.cpp puts them in
// their place.
#pragma once
#include <memory>

#include "learning/export/export.h"

namespace tadpole::learning {

using FileSet = std::map<std::string, std::string>;  // path in the output -> bytes

struct ExportJob {
  const Program& program;
  const Course& course;
  const ExportOptions& options;
  Progress& progress;
  std::vector<std::string>& remarks;
};

class Format {
 public:
  // document: one HTML file, which becomes a PDF where the output is called so.
  enum class Shape : std::uint8_t { folder, folder_or_archive, document };
  virtual ~Format() = default;
  virtual const char* help() const = 0;
  virtual Shape shape() const = 0;
  // Of a document: one file. Fails when a picture is missing or the user stops.
  virtual Result<FileSet> files(const ExportJob& job) const = 0;
};

// nullptr: no such format.
std::unique_ptr<Format> make_format(const std::string& name);

// A file of the course's assets. Fails with where it was wanted.
Result<std::string> asset_of(const ExportJob& job, const std::string& name);

// What formats share: a course's units in reading order.
std::vector<Program::At> units_of(const ExportJob& job);
// Counts one unit; fails when the user asked to stop.
Outcome step(const ExportJob& job, std::int64_t done, const Unit& unit);

}  // namespace tadpole::learning
