// SPDX-License-Identifier: Apache-2.0
#include "core/search/objective.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

// By hand: an error of 0.25 is -0.25 inside the search, where more is better.
TEST(Objective, has_a_name_a_direction_and_what_people_see) {
  EXPECT_EQ(objective_name(Objective::validation_loss), "validation_loss");
  EXPECT_TRUE(lower_is_better(Objective::validation_loss));
  EXPECT_EQ(shown_value(Objective::validation_loss, -0.25), 0.25);
  EXPECT_EQ(shown_value(Objective::validation_accuracy, 0.9), 0.9);
  for (const Objective one : {Objective::validation_accuracy, Objective::validation_loss})
    EXPECT_EQ(objective_of(objective_name(one)), one);
  EXPECT_EQ(objective_of(""), Objective::validation_accuracy);
}

}  // namespace
}  // namespace tadpole
