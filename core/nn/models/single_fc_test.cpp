// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 49*40*12 + 12.
TEST(SingleFc, is_one_dense_layer) {
  EXPECT_EQ(reference("single_fc", {49, 40, 1}, 12).parameters().size(), 23532U);
}

}  // namespace
}  // namespace tadpole
