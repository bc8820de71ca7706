// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(SurveyBlock, is_a_survey_without_being_told) {
  EXPECT_EQ(block_of(":::survey {#v1}\nThe pace?\n[ ] slow\n[ ] fast\n:::\n").items.at(0).type,
            "survey");
}

}  // namespace
}  // namespace tadpole::learning
