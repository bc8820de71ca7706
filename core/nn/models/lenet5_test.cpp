// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 5*5*6+6, 5*5*6*16+16, 400*120+120, 120*84+84, 84*10+10.
TEST(Lenet5, has_61706_parameters_at_28x28) {
  EXPECT_EQ(reference("lenet5", {28, 28, 1}, 10).parameters().size(), 61706U);
}

}  // namespace
}  // namespace tadpole
