// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// By hand: 27*32+32, 9*32*64+64, 9*64*64+64, 4*4*64*64+64, 64*10+10.
TEST(CifarCnn, has_122570_parameters_at_32x32x3) {
  const Model model = reference("cifar_cnn", {32, 32, 3}, 10);
  EXPECT_EQ(model.parameters().size(), 122570U);
  EXPECT_EQ(model.macs(), 900LL * 864 + 169LL * 18432 + 16LL * 36864 + 65536 + 640);
}

}  // namespace
}  // namespace tadpole
