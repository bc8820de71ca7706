// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Explorable, gets_its_state_from_any_option) {
  EXPECT_EQ(block_of(":::explorable {#e1 name=one-error rate=0.1}\n:::\n").data["params"]["rate"],
            "0.1");
}

}  // namespace
}  // namespace tadpole::learning
