// SPDX-License-Identifier: Apache-2.0
#include "core/nn/test_reference.h"

namespace tadpole {
namespace {

// Keras' MobileNetV2 at alpha 1 and 1000 classes: 3,504,872 trainable parameters.
TEST(MobilenetV2, has_the_parameters_of_the_paper_at_full_width) {
  EXPECT_EQ(reference("mobilenet_v2", {224, 224, 3}, 1000).parameters().size(), 3504872U);
}

// Ten of seventeen blocks keep their shape and are added.
TEST(MobilenetV2, ten_blocks_are_residual) {
  int adds = 0;
  for (const GraphOp& op : reference("mobilenet_v2 alpha=0.35", {96, 96, 3}, 2).lower().ops)
    adds += op.builtin == 0;
  EXPECT_EQ(adds, 10);
}

}  // namespace
}  // namespace tadpole
