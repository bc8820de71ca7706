// SPDX-License-Identifier: Apache-2.0
// What all spaces of networks share: how candidates are trained, and how they end.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/search/space.h"

namespace tadpole {

// What a network is asked for.
struct NetworkAnswer {
  enum class Kind : std::uint8_t { classes, numbers };
  Kind kind = Kind::classes;
  int outputs = 1;  // how many classes, or numbers
};

// A network as a recipe says it: one layer a line.
using NetworkLines = std::vector<std::string>;

// The parameters that a space ends with: dropout and what is set in [train].
std::vector<Parameter> training_parameters();
// Name and value of the options of [train] that a point sets: always the names of
// training_names(). Expects: the space has training_parameters().
std::vector<std::pair<std::string, std::string>> training_options(const Space& space,
                                                                  const SpacePoint& point);
std::vector<std::string> training_names();

// "dense units=N", and "softmax" behind it for classes. Numbers stay as they are.
void append_answer(NetworkLines& lines, const NetworkAnswer& answer);

}  // namespace tadpole
