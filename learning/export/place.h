// SPDX-License-Identifier: Apache-2.0
// Where an export goes: a folder, a .tar.gz, an HTML file or a PDF, beside its place first and then
// renamed.
#pragma once
#include "learning/export/format.h"

namespace tadpole::learning {

// Fails when something is there, or its name does not fit what will be written.
Outcome check_place(const Path& output, Format::Shape shape);

// The place where it is; a document without a Chromium ends in .html instead of .pdf, with a
// remark.
Result<Path> put(const FileSet& files, const ExportJob& job, Format::Shape shape);

}  // namespace tadpole::learning
