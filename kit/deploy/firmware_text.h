// SPDX-License-Identifier: Apache-2.0
// The Makefile and the README of a firmware project.
#pragma once
#include <string>
#include <vector>

#include "kit/deploy/board.h"

namespace tadpole {

struct ProjectText {
  const Board& board;
  std::string application;
  std::vector<std::string> sources;         // of the image, relative to the project
  std::vector<std::string> hosted_sources;  // of the same application as an ordinary program
};

std::string makefile_text(const ProjectText& project);
std::string readme_text(const ProjectText& project);

}  // namespace tadpole
