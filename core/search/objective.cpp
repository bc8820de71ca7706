// SPDX-License-Identifier: Apache-2.0
#include "core/search/objective.h"

namespace tadpole {

std::string objective_name(Objective objective) {
  return lower_is_better(objective) ? "validation_loss" : "validation_accuracy";
}

Objective objective_of(const std::string& name) {
  return name == objective_name(Objective::validation_loss) ? Objective::validation_loss
                                                            : Objective::validation_accuracy;
}

}  // namespace tadpole
