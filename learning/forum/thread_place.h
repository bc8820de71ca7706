// SPDX-License-Identifier: Apache-2.0
// Where conversations may stand: at a discussion block ("w1hello.d1"), at any unit ("w1hello"), and
// at the topics of a course ("fundamentals:general").
#pragma once
#include <optional>
#include <vector>

#include "learning/course/program.h"

namespace tadpole::learning {

struct ThreadPlace {
  std::string thread, title;
  std::string course, unit, block;  // unit, block: "" when it has none
};

// nullopt: the program has no such place.
std::optional<ThreadPlace> find_thread(const Program& program, const std::string& thread);
// "general" and those that course.yaml names, in its order.
std::vector<ThreadPlace> topics_of(const Course& course);
// Topics and discussion blocks, in reading order.
std::vector<ThreadPlace> all_threads(const Program& program);

}  // namespace tadpole::learning
