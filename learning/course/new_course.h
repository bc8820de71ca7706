// SPDX-License-Identifier: Apache-2.0
// Skeletons for authors: a course, a chapter or a unit that checks clean, entered in its parent's
// list.
#pragma once
#include "core/base/files.h"

namespace tadpole::learning {

// What was written, for the author to open next.
struct NewText {
  Path file;
};
// folder: of the section; name: of the file, without .md. Fails when it is there already.
Result<NewText> new_unit(const Path& section, const std::string& name, const std::string& title);
// folder: of the course; makes <name> with one section and one unit.
Result<NewText> new_chapter(const Path& course, const std::string& name, const std::string& title);
// folder: of the program, which is begun when it has no program.yaml; makes <name> with one
// chapter.
Result<NewText> new_course(const Path& program, const std::string& name, const std::string& title);

}  // namespace tadpole::learning
