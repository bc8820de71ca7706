// SPDX-License-Identifier: Apache-2.0
// One document for paper: what the printed formats share.
#pragma once
#include "learning/export/block_html.h"
#include "learning/export/frame.h"

namespace tadpole::learning {

// "<a id=..>" targets of links inside the document.
std::string unit_anchor(const std::string& unit);

// The title page. what: HTML.
std::string cover(const ExportJob& job, const std::string& what);
// body: with links as the courses have them: those to units, ideas and pictures stay inside. Fails
// when a picture is missing.
Result<FileSet> book(const ExportJob& job, const std::string& body, const std::string& more_style);

}  // namespace tadpole::learning
