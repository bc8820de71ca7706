// SPDX-License-Identifier: Apache-2.0
// Blocks from text for the tests: one unit around them.
#pragma once
#include <gtest/gtest.h>

#include "learning/course/read_program.h"

namespace tadpole::learning {

inline Block block_of(const std::string& text) {
  std::vector<Problem> problems;
  const Unit unit =
      read_unit("---\nid: unit12\ntitle: A unit\nkind: read\n---\n" + text, "u.md", problems);
  for (const Problem& one : problems) ADD_FAILURE() << text_of(one);
  return unit.blocks.empty() ? Block{} : unit.blocks.front();
}

// The first problem as it is told; line 6 is the first of `text`.
inline std::string problem_in(const std::string& text) {
  std::vector<Problem> problems;
  (void)read_unit("---\nid: unit12\ntitle: A unit\nkind: read\n---\n" + text, "u.md", problems);
  return problems.empty() ? "" : text_of(problems.front());
}

}  // namespace tadpole::learning
