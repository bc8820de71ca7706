// SPDX-License-Identifier: Apache-2.0
// A course to take away: a folder of pages for any web server or none, an Open edX course, a
// printed book. Which header to open first: this one, then format.h; one format is one file of
// formats/.
#pragma once
#include "core/base/progress.h"
#include "learning/course/read_program.h"

namespace tadpole::learning {

struct ExportOptions {
  std::string course = {};  // its id; "": the only one there is
  std::string format = "site";
  std::string language = {};  // of a translation; "": as it was written
  Path output;                // must not be there yet
  // KaTeX by its own names ("katex.min.js", "fonts/..."); empty: formulas are shown as TeX.
  std::map<std::string, std::string> katex = {};
  // The Chromium that prints; "": that of CHROMIUM, else the one on PATH.
  std::string chromium = {};
};

struct Exported {
  Path place;
  int units = 0;
  std::size_t files = 0, bytes = 0;
  std::vector<std::string> remarks = {};  // sentences for who exports: what could not go along
};

// The same program and options give the same bytes. What is written appears whole or not at all.
// Fails when the program has mistakes, when there is no such course, format or translation (the
// message lists them), when something is at the output already, and when a picture is missing.
// Tests and other sections that count for the certificate: a site and a book have none of their
// questions, an Open edX course has them with their keys unless they are sealed.
Result<Exported> export_course(const ReadProgram& read, const ExportOptions& options,
                               Progress& progress);

// Name and what it is, a line each.
std::vector<std::pair<std::string, std::string>> export_formats();

}  // namespace tadpole::learning
