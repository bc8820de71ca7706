// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 1*16+16, 16*16+16, 16+1; the file of hello_world holds as many.
TEST(Sine, has_321_parameters) {
  const Model model = reference("sine", {1, 1, 1}, 1);
  EXPECT_EQ(model.parameters().size(), 321U);
  EXPECT_EQ(model.macs(), 16 + 256 + 16);
}

}  // namespace
}  // namespace tadpole
