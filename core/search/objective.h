// SPDX-License-Identifier: Apache-2.0
// What the candidates of a search are chosen by. Inside a search a larger value is the better one;
// people, pages and reports see the quantity itself.
#pragma once
#include <cstdint>
#include <string>

namespace tadpole {

// Both of the epoch that training keeps. A network that learns numbers has no accuracy.
enum class Objective : std::uint8_t { validation_accuracy, validation_loss };

// "validation_accuracy", "validation_loss": as training.json calls it.
std::string objective_name(Objective objective);
// Of a name that objective_name() does not write: accuracy, which all searches had once.
Objective objective_of(const std::string& name);

constexpr bool lower_is_better(Objective objective) {
  return objective == Objective::validation_loss;
}
// The quantity of a value inside a search: a share, or a loss in the units of training.json.
constexpr double shown_value(Objective objective, double value) {
  return lower_is_better(objective) ? -value : value;
}

}  // namespace tadpole
